import { isObject, type JsonValue } from '../../../src-shared/scim/types.ts'

const notKept = '(not kept)'
const notRecorded = '(not recorded)'
/** How a path says that something in it was not kept. */
export const notKeptInPath = encodeURIComponent(notKept)

/** A bearer token of a sandbox, as `issueToken` makes them. */
const ownToken = /scimbox_[\w-]{32}/g
/** A value that a filter compares with a password; a quote that is left open ends with the text. */
const comparedPassword = /(\bpassword\s+(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+)("(?:[^"\\]|\\.)*"?|[^\s()\]]+)/gi
/** Names of headers and of query parameters whose values are credentials. */
const secretName = /token|secret|passw|credential|cookie|authorization|api[-_]?key|(^|[-_])(auth|jwt|sig|signature|sid|session)($|[-_])/i
/** What says no more than how the credential after it is meant (RFC 9110 §11.1). */
const scheme = /^(basic|bearer|digest|dpop|negotiate|ssws|token)\s+\S/i

/** Text without the tokens of sandboxes, and without what a filter compares with a password. */
export function redactText(text: string): string {
  return text.replaceAll(ownToken, notKept).replaceAll(comparedPassword, `$1"${notKept}"`)
}

/**
 * Headers without their secrets, paired; the scheme of an authorization stays, as it helps to explain a 401.
 * `raw` has names and values in turn.
 */
export function redactHeaders(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at]!, redactHeader(raw[at]!, raw[at + 1]!)])
  return headers
}

function redactHeader(name: string, value: string): string {
  if (!secretName.test(name)) return redactText(value)
  const [, known] = name.toLowerCase() === 'authorization' ? (scheme.exec(value) ?? []) : []
  return known === undefined ? notRecorded : `${known} ${notRecorded}`
}

/** A path and its query without secrets, to the letter where there are none. */
export function redactPath(path: string): string {
  const [below, query] = split(path, '?')
  const kept = below.split('/').map(redactPart).join('/')
  return query === null ? kept : `${kept}?${query.split('&').map(redactParameter).join('&')}`
}

function redactParameter(pair: string): string {
  const [name, value] = split(pair, '=')
  if (value === null) return redactPart(name)
  return `${redactPart(name)}=${secretName.test(decoded(name)) ? notKeptInPath : redactPart(value)}`
}

function redactPart(part: string): string {
  const text = decoded(part)
  const kept = redactText(text)
  return kept === text ? part : encodeURIComponent(kept)
}

/** As a form reads it, which leaves alone what is no valid encoding. */
function decoded(part: string): string {
  return new URLSearchParams(`=${part.replaceAll('&', '%26')}`).get('') ?? ''
}

function split(text: string, separator: string): [before: string, after: string | null] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

/**
 * A request body without secrets (bars, Security): passwords as an attribute, under its full URN, and as the value of a PATCH operation,
 * and what `redactText` knows. A body that cannot hold one is kept to the letter; one that may is written anew from its JSON.
 */
export function redactBody(body: string): string {
  return redactJson(body) ?? '(not kept: it is no JSON and may hold a password)'
}

/** The body of an answer, which may be a page. */
export function redactAnswer(body: string): string {
  return redactJson(body) ?? redactText(body)
}

/** Null for what is no JSON and mentions a password. */
function redactJson(body: string): string | null {
  // An escaped letter could spell the name, so such a body is looked into as well.
  if (!/password|\\u/i.test(body)) return redactText(body)
  try {
    const root = [JSON.parse(body) as JsonValue]
    return dropSecrets(root) ? JSON.stringify(root[0]) : body
  } catch {
    return null
  }
}

/** Overwrites secrets in place and says whether there were any. Iterative: a body may be nested deeper than the stack. */
function dropSecrets(root: JsonValue[]): boolean {
  let found = false
  const pending: (JsonValue[] | { [key: string]: JsonValue })[] = [root]
  for (let holder = pending.pop(); holder !== undefined; holder = pending.pop()) {
    const operates = isObject(holder) && Object.entries(holder).some(([key, path]) => (
      nameOf(key) === 'path' && typeof path === 'string' && isPassword(path)
    ))
    for (const [key, inner] of Object.entries(holder)) {
      const isSecret = isObject(holder) && (isPassword(key) || (operates && nameOf(key) === 'value'))
      if (typeof inner === 'object' && inner !== null && !isSecret) pending.push(inner)
      const kept = isSecret ? notKept : typeof inner === 'string' ? redactText(inner) : inner
      if (kept === inner) continue
      Object.assign(holder, { [key]: kept })
      found = true
    }
  }
  return found
}

/** A name as lenient readers take it. */
function nameOf(key: string): string {
  return key.trim().toLowerCase()
}

function isPassword(path: string): boolean {
  return /(^|[.:])password$/.test(nameOf(path))
}
