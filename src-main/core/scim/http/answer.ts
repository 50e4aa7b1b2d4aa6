import type { ServerResponse } from 'node:http'
import type { ScimError } from '../../../../src-shared/scim/errors.ts'
import { TooManyFailures } from './failed-authentication.ts'
import type { ScimAnswer } from './message.ts'
import { withContentType } from './perform.ts'

/** Sends an answer. To HEAD it goes without its body, which Node leaves out, and with the length that GET would have (RFC 9110 §9.3.2). */
export function send(response: ServerResponse, answer: ScimAnswer): void {
  // With its length known the answer leaves in one write instead of in chunks.
  const length = answer.body === '' ? {} : { 'Content-Length': Buffer.byteLength(answer.body) }
  response.writeHead(answer.status, { ...withContentType(answer), ...length }).end(answer.body)
}

/** RFC 7644 §3.12. */
export function errorAnswer(error: ScimError): ScimAnswer {
  return { status: error.status, headers: headersOf(error), body: JSON.stringify(error) }
}

function headersOf(error: ScimError): Record<string, string> {
  if (error instanceof TooManyFailures) return { 'Retry-After': String(error.retryAfterSeconds) }
  return error.status === 401 ? { 'WWW-Authenticate': 'Bearer realm="SCIM"' } : {}
}
