import type { WriteContext } from '../../sandboxes/write-context.ts'
import type { Exchange, Recorder } from '../../traffic/record.ts'
import type { FaultNote } from '../../traffic/fault-note.ts'
import type { Sender } from '../../traffic/senders.ts'
import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { ScimAnswer, ScimRequest } from './message.ts'
import { answerBuggyWrite } from './bugs.ts'

/** What is known of an exchange before it is answered: plain data, so that a worker thread can take it over. */
export interface Arrival {
  /** Monotonic nanoseconds, the same clock on every thread. */
  started: bigint
  sender: Sender
  method: string
  path: string
  /** Names and values in turn, as they came. */
  headers: readonly string[]
  body: string
  /** The fault rule it met. */
  fault?: FaultNote | undefined
  /** What was found before it is carried out. */
  noticed?: readonly Finding[]
}

/** Carries out a writing request and records it, both inside the transaction of the context. @throws ScimError */
export function performWrite(context: WriteContext, request: ScimRequest, arrival: Arrival, recorder: Recorder): ScimAnswer {
  const answer = answerBuggyWrite(context, request)
  recorder.write(toExchange(arrival, answer, context.now, context.findings, null), context.events, context.now)
  return answer
}

/** The record of an exchange. `now` is the sandbox clock; `refusal` is the detail of a SCIM error. */
export function toExchange(
  arrival: Arrival, answer: ScimAnswer, now: number, findings: readonly Finding[], refusal: string | null,
): Exchange {
  const sent = arrival.fault?.answer ?? answer
  return {
    at: now, duration: Number((process.hrtime.bigint() - arrival.started) / 1000n),
    ...arrival.sender, target: null, method: arrival.method, path: arrival.path, status: sent.status,
    requestHeaders: arrival.headers, requestBody: arrival.body,
    responseHeaders: withContentType(sent), responseBody: sent.body,
    findings: arrival.noticed ? [...arrival.noticed, ...findings] : findings, fault: arrival.fault, refusal, total: answer.total ?? null,
  }
}

/** The headers of an answer with exactly the registered type, without the charset a framework would add (bars, Conformance). */
export function withContentType({ body, headers }: ScimAnswer): Record<string, string> {
  return body === '' ? headers : { 'Content-Type': 'application/scim+json', ...headers }
}
