/**
 * Epoch milliseconds of an xsd:dateTime (RFC 7643 §2.3.5), or undefined when the text is none.
 * Digits beyond milliseconds are cut; without an offset the time is taken as UTC.
 */
export function parseInstant(text: string): number | undefined {
  const match = dateTime.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const milliseconds = Number((match[7] ?? '').slice(1, 4).padEnd(3, '0'))
  date.setUTCHours(hour, minute, second, milliseconds)
  const offset = match[8] && match[8].toUpperCase() !== 'Z' ? parseOffset(match[8]) : 0
  return offset === undefined ? undefined : date.getTime() - offset
}

const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/i

/** An offset in milliseconds. xsd:dateTime allows up to 14 hours. */
function parseOffset(text: string): number | undefined {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4))
  if (minutes > 14 * 60 || Number(text.slice(4)) > 59) return undefined
  return (text[0] === '-' ? -minutes : minutes) * 60_000
}
