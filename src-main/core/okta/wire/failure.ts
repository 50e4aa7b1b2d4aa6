import type { RemoteAnswer } from '../../../../src-shared/domain/okta-remote-errors.ts'
import type { Answer } from './client.ts'

/** Why an operation of the simulator did not succeed. */
export type Cause =
  /** The app refused, answered what Okta cannot use, or did not answer. */
  | ({ kind: 'exchange'; method: string; path: string } & RemoteAnswer)
  /** A 2xx to a create without a body that has an id (okta-wire §3). */
  | { kind: 'noId' }
  /** Nobody was found, and Create Users is off (okta-wire §3). */
  | { kind: 'notMatched' }
  /** Something in Okta itself: an expression, a missing username. */
  | { kind: 'okta'; message: string }

/** Ends an operation: a task in error, until an admin retries. */
export class OperationFailure extends Error {
  readonly reason: Cause
  constructor(reason: Cause) {
    super(`The operation failed: ${reason.kind}`)
    this.name = 'OperationFailure'
    this.reason = reason
  }
}

export function refused({ method, path, status, text }: Answer): OperationFailure {
  return new OperationFailure({ kind: 'exchange', method, path, status, body: text })
}

/** 429: the operation waits and goes on by itself (okta-wire §3). */
export class Throttled extends Error {
  readonly answer: Answer
  /** Integer seconds of Retry-After, null without one. */
  readonly seconds: number | null
  constructor(answer: Answer) {
    super('429 Too Many Requests')
    this.name = 'Throttled'
    this.answer = answer
    this.seconds = /^\d{1,9}$/.test(answer.retryAfter ?? '') ? Number(answer.retryAfter) : null
  }
}
