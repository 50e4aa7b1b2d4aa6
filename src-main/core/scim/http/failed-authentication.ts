import { ScimError } from '../../../../src-shared/scim/errors.ts'
import type { Sandbox } from '../../sandboxes/sandbox.ts'

/** Failed authentications that a sandbox answers 401 within `windowMs`; further ones are answered 429 until it is over. */
const allowed = 30
const windowMs = 60_000

/** 429 (RFC 6585 §4). */
export class TooManyFailures extends ScimError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(429, `More than ${allowed} requests failed to authenticate within ${windowMs / 1000} s. A valid token still works.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export interface FailedAuthentication {
  /**
   * Lets `check` decide, and counts its 401s per sandbox. Only those are limited: through a tunnel everybody has one address.
   * @throws what `check` throws, ScimError 429 in the place of too many 401s
   */
  limit(sandbox: Sandbox, check: () => void): void
}

interface Window { ends: number; failures: number }

/** @param now monotonic milliseconds; neither the sandbox clock nor the wall clock opens the gate */
export function createFailedAuthentication(now: () => number = () => performance.now()): FailedAuthentication {
  const windows = new WeakMap<Sandbox, Window>()

  function secondsToWait(sandbox: Sandbox): number {
    const at = now()
    const known = windows.get(sandbox)
    const window = known && at < known.ends ? known : { ends: at + windowMs, failures: 0 }
    window.failures += 1
    windows.set(sandbox, window)
    return window.failures > allowed ? Math.ceil((window.ends - at) / 1000) : 0
  }

  return {
    limit(sandbox, check) {
      try {
        check()
      } catch (error) {
        const seconds = error instanceof ScimError && error.status === 401 ? secondsToWait(sandbox) : 0
        throw seconds > 0 ? new TooManyFailures(seconds) : error
      }
    },
  }
}
