import type { ServerResponse } from 'node:http'
import { type FaultEffect, type FaultRule, longestRealWait } from '../../../../src-shared/domain/faults.ts'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import type { Sandbox } from '../../sandboxes/sandbox.ts'
import { matchingFaults } from '../../traffic/fault-match.ts'
import { type FaultNote, noAnswer, noteOf, noteOfGone } from '../../traffic/fault-note.ts'
import { countMatch } from '../../traffic/faults.ts'
import { errorAnswer, send } from './answer.ts'
import type { ScimAnswer, ScimRequest } from './message.ts'
import { type Arrival, toExchange } from './perform.ts'

/**
 * The rule that hits a request, counted for good before it has any effect; null for none. A request that is not carried out is recorded
 * in the same transaction.
 */
export async function meetFault(sandbox: Sandbox, request: Omit<ScimRequest, 'body'>, arrival: Arrival): Promise<FaultRule | null> {
  if (sandbox.faults().length === 0) return null
  const matching = matchingFaults(sandbox.readContext().db, sandbox.faults(), { ...request, text: arrival.body })
  if (matching.length === 0) return null
  return sandbox.write((context) => {
    const rule = countMatch(context, matching.map(({ id }) => id), { method: arrival.method, path: arrival.path })
    const fault = rule && noteOf(rule, answerOf(rule))
    if (fault && !fault.carriedOut) {
      sandbox.recorder.write(toExchange({ ...arrival, fault }, noAnswer, context.now, [], null), context.events, context.now)
    }
    return rule
  })
}

/** Lets a request go through its fault. `carryOut` does what the endpoint does and records it with the fault. */
export async function sufferFault(
  sandbox: Sandbox, rule: FaultRule, arrival: Arrival, response: ServerResponse, carryOut: (arrival: Arrival) => Promise<ScimAnswer>,
): Promise<void> {
  const fault = noteOf(rule, answerOf(rule))
  if (rule.effect.kind === 'latency') return delay(sandbox, rule, { ...arrival, fault }, response, carryOut)
  if (fault.carriedOut) await carryOut({ ...arrival, fault })
  if (rule.effect.kind === 'reset') return void response.socket?.resetAndDestroy()
  if (rule.effect.kind !== 'timeout') return send(response, fault.answer!)
  await hold(sandbox, arrival, rule.effect.seconds * 1000, response)
  response.socket?.destroy()
}

async function delay(
  sandbox: Sandbox, rule: FaultRule, arrival: Arrival, response: ServerResponse, carryOut: (arrival: Arrival) => Promise<ScimAnswer>,
): Promise<void> {
  const wait = () => hold(sandbox, arrival, (rule.effect as Extract<FaultEffect, { kind: 'latency' }>).milliseconds, response)
  if (rule.moment === 'after') {
    const answer = await carryOut(arrival)
    if (await wait() === 'over') send(response, answer)
    return
  }
  const ended = await wait()
  if (ended === 'over') return send(response, await carryOut(arrival))
  if (ended === 'gone') record(sandbox, { ...arrival, fault: noteOfGone(rule) })
}

function record(sandbox: Sandbox, arrival: Arrival & { fault: FaultNote }): void {
  sandbox.recorder.later(toExchange(arrival, noAnswer, sandbox.now(), [], null))
}

/**
 * Waits: on the sandbox clock for the simulator, which lives by it, on real time for others (architecture, Conventions). Ends at once
 * when the client goes away, the listener closes its connection, or the sandbox is closed and can record no more.
 */
function hold(sandbox: Sandbox, { sender }: Arrival, milliseconds: number, response: ServerResponse): Promise<'over' | 'gone' | 'closed'> {
  const { socket } = response
  if (!socket || socket.destroyed) return Promise.resolve('gone')
  const patience = socket.timeout ?? 0
  // However long a frozen clock stands: a connection that waits for its fault is not a stalled one.
  socket.setTimeout(0)
  return new Promise((resolve) => {
    const end = (how: 'over' | 'gone' | 'closed') => {
      forget()
      response.off('close', gone)
      sandbox.closing.removeEventListener('abort', closed)
      if (how === 'closed') socket.destroy()
      else socket.setTimeout(patience)
      resolve(how)
    }
    const gone = () => end('gone')
    const closed = () => end('closed')
    const forget = sender.actor === 'simulator'
      ? sandbox.timers.at(sandbox.now() + milliseconds, () => end('over'))
      : realTimer(Math.min(milliseconds, longestRealWait), () => end('over'))
    response.once('close', gone)
    sandbox.closing.addEventListener('abort', closed)
  })
}

function realTimer(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** What the client gets under a rule; null for the real answer. */
function answerOf(rule: FaultRule): ScimAnswer | null {
  const { effect } = rule
  switch (effect.kind) {
    case 'status': {
      const error = errorAnswer(new ScimError(effect.status, effect.detail || `This answer was made by the fault rule “${rule.name}”.`))
      return effect.retryAfter === null ? error : { ...error, headers: { ...error.headers, 'Retry-After': String(effect.retryAfter) } }
    }
    case 'throttle': return { status: 429, headers: { 'Retry-After': String(effect.seconds) }, body: '' }
    case 'html': return { status: effect.status, headers: { 'Content-Type': 'text/html' }, body: effect.body || gatewayPage(effect.status) }
    case 'latency': return null
    case 'timeout':
    case 'reset': return noAnswer
  }
}

/** What a proxy shows whose backend is down. */
function gatewayPage(status: number): string {
  return `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
}
