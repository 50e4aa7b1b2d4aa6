import type { AttributePath } from '../schema/model.ts'

/**
 * Splits `[URI ":"] ATTRNAME ["." ATTRNAME]` (RFC 7644 figure 1), or gives undefined when the text has not that form.
 *
 * A URN alone becomes `{ urn: <the whole text>, name: '', sub: null }`. It is recognized when it is one of `urns`
 * (the schemas of the resource type, compared without case), or else by its form: a version such as `2.0` before the
 * last segment, as in every URN of RFC 7643 §10.3. Given URNs are tried first, the longest first, so a schema whose
 * URN looks like something else still parses; any other text is split at its last colon, because a URN may hold dots.
 */
export function splitAttributePath(text: string, urns: readonly string[] = []): AttributePath | undefined {
  const folded = text.toLowerCase()
  const known = urns.filter((urn) => startsWithUrn(folded, urn.toLowerCase())).toSorted((a, b) => b.length - a.length)[0]
  const length = known?.length ?? (bareUrn.test(text) ? text.length : text.lastIndexOf(':'))
  if (length === text.length) return { urn: text, name: '', sub: null }
  if (length === 0) return undefined
  const match = names.exec(text.slice(length + 1))
  if (!match) return undefined
  return { urn: length < 0 ? null : text.slice(0, length), name: match[1]!, sub: match[2] ?? null }
}

function startsWithUrn(text: string, urn: string): boolean {
  return text === urn || text.startsWith(`${urn}:`)
}

/** ATTRNAME of RFC 7644 figure 1, and the `$` of `$ref`, which its grammar forgot (RFC 7643 §2.4). */
const names = /^(\$?[A-Za-z][A-Za-z0-9_-]*)(?:\.(\$?[A-Za-z][A-Za-z0-9_-]*))?$/
const bareUrn = /^urn:.*:\d+(?:\.\d+)*:[^:.]+$/i
