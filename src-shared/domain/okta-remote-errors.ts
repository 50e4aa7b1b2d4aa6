import type { Tag } from './switches.ts'

/** What came back for a request. */
export interface RemoteAnswer {
  /** Null when nothing came back. */
  status: number | null
  /** The body as text; null or empty for none. */
  body: string | null
  /** Why nothing came back that can be read. `timeout`: 60 s of silence (okta-wire §2). */
  problem?: 'timeout' | 'reset' | 'refused' | 'unknownHost' | 'unreachable' | 'undecodable' | 'tooLong'
}

/**
 * What Okta makes of a failed answer: `Conflict. Errors reported by remote server: <detail>`. The reason of the status,
 * then the `detail` of the SCIM error; a body that is no JSON is a parse error (okta-wire §2). Ours: the text for a JSON
 * body without `detail` and for none at all, where only the reason is given, for JSON that breaks off, and for what comes
 * with a 2xx and is no JSON object.
 */
export function remoteErrorText(answer: RemoteAnswer): string {
  if (answer.problem !== undefined || answer.status === null) return problems[answer.problem ?? 'reset'].text
  if (answer.status < 300) return notUnderstood(answer.body)
  const reported = reportOf(answer.body)
  const reason = `${reasons[answer.status] ?? `HTTP status ${answer.status}`}.`
  return reported === null ? reason : `${reason} Errors reported by remote server: ${reported.text}`
}

/** D documented by Okta, C seen and published, A our wording. */
export function remoteErrorTag(answer: RemoteAnswer): Tag {
  if (answer.problem !== undefined || answer.status === null) return problems[answer.problem ?? 'reset'].tag
  return reasons[answer.status] === undefined ? 'A' : reportOf(answer.body)?.tag ?? 'A'
}

const problems: Record<NonNullable<RemoteAnswer['problem']>, Report> = {
  timeout: { text: 'Read timed out', tag: 'C' },
  reset: { text: 'Connection reset', tag: 'A' },
  refused: { text: 'Connect to the Base URL failed: Connection refused', tag: 'A' },
  unknownHost: { text: 'Connect to the Base URL failed: Unknown host', tag: 'A' },
  unreachable: { text: 'Connect to the Base URL failed: Connect timed out', tag: 'A' },
  undecodable: { text: 'The answer cannot be unpacked: it is not in the encoding it names', tag: 'A' },
  tooLong: { text: 'The answer is longer than 64 MiB, the most that is read', tag: 'A' },
}

const reasons: Record<number, string> = {
  300: 'Multiple Choices', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 307: 'Temporary Redirect',
  308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
  406: 'Not Acceptable', 408: 'Request Timeout', 409: 'Conflict', 410: 'Gone', 412: 'Precondition Failed', 413: 'Payload Too Large',
  415: 'Unsupported Media Type', 422: 'Unprocessable Entity', 429: 'Too Many Requests', 500: 'Internal Server Error',
  501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
}

interface Report { text: string; tag: Tag }

function reportOf(body: string | null): Report | null {
  if (body === null || body.trim() === '') return null
  try {
    const parsed = JSON.parse(body) as { detail?: unknown } | null
    const detail = parsed?.detail
    return typeof detail === 'string' && detail !== '' ? { text: detail, tag: 'C' } : null
  } catch {
    return parseError(body)
  }
}

/** A 2xx of which Okta could not use the body. */
function notUnderstood(body: string | null): string {
  if (body === null || body.trim() === '') return 'Invalid JSON: No content to map due to end-of-input'
  return reportOf(body)?.text ?? 'Invalid JSON: The answer is no object'
}

/** As Okta's JSON parser words it. Published in full for a page that begins with `<`, in part for a plain word. */
function parseError(body: string): Report {
  const start = body.search(/\S/)
  const before = body.slice(0, start).split('\n')
  const at = (length: number) => `line: ${before.length}, column: ${before.at(-1)!.length + length + 1}`
  const first = body.charAt(start)
  const token = /^[A-Za-z_]\w*/.exec(body.slice(start))?.[0]
  if (token) {
    const text = `Invalid JSON: Unrecognized token '${token}': was expecting ('true', 'false' or 'null') at [${at(token.length)}]`
    return { text, tag: 'A' }
  }
  if (/["{[\d-]/.test(first)) return { text: 'Invalid JSON: Unexpected end-of-input', tag: 'A' }
  const expected = "expected a valid value (number, String, array, object, 'true', 'false' or 'null')"
  return { text: `Invalid JSON: Unexpected character ('${first}' (code ${body.charCodeAt(start)})): ${expected} at [${at(1)}]`, tag: 'C' }
}
