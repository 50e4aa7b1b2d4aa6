import type { Action } from '../../../src-shared/api/requests.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { ClientOptions } from './wire/client.ts'

/** Records the exchanges with an app outside of this Scimbox; ours are recorded where they arrive. */
export function heardFrom(sandbox: Sandbox, target: string, action: Action): ClientOptions['heard'] {
  return ({ call, method, path, headers, body, startedAt }, answer) => {
    sandbox.recorder.later({
      at: sandbox.now(),
      duration: Number((process.hrtime.bigint() - startedAt) / 1000n),
      actor: 'simulator', action, call, target, method, path,
      status: answer?.status ?? 0,
      requestHeaders: headers, requestBody: body,
      responseHeaders: answer?.headers ?? {}, responseBody: answer?.text ?? '',
      findings: [], refusal: null, total: null,
    })
  }
}
