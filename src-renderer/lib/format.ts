const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const number = new Intl.NumberFormat('en-US')

/** `10:42:07` of an instant in epoch milliseconds. */
export function timeOfDay(at: number): string {
  return clock.format(at)
}

/** `2 Jan 2026, 10:42:07`. */
export function dateAndTime(at: number): string {
  return `${day.format(at)}, ${clock.format(at)}`
}

/** The time for today, the date before that: what fits a column. */
export function shortInstant(at: number, now = Date.now()): string {
  return day.format(at) === day.format(now) ? clock.format(at) : day.format(at)
}

/** `12 s ago`, `3 min ago`, `2 h ago`, then a date. */
export function ago(at: number, now = Date.now()): string {
  const seconds = Math.round((now - at) / 1000)
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`
  return day.format(at)
}

/** Microseconds as `0.8 ms`, `14 ms` or `1.2 s`. */
export function duration(microseconds: number): string {
  const ms = microseconds / 1000
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  return `${(ms / 1000).toFixed(1)} s`
}

/** Bytes as `812 B`, `3.2 kB` or `1.4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function count(value: number): string {
  return number.format(value)
}

/** `1 user`, `2 users`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${number.format(value)} ${value === 1 ? one : many}`
}

const statusTexts: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  408: 'Too Late',
  409: 'Conflict',
  412: 'Precondition',
  413: 'Too Large',
  414: 'URI Too Long',
  429: 'Too Many',
  431: 'Headers Too Large',
  500: 'Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Unavailable',
  504: 'Timeout',
}

/** The words of a status: colour alone never carries it. */
export function statusText(status: number): string {
  return statusTexts[status] ?? ''
}

/** A body as people read it: indented when it is JSON, as it is otherwise. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
