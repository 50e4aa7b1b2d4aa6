import { isObject, type JsonValue } from '../../../src-shared/scim/types.ts'

const notKept = '(not kept)'

/**
 * Request headers without their secrets, paired; the scheme of an authorization stays, as it helps to explain a 401.
 * `raw` has names and values in turn.
 */
export function redactHeaders(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at]!, redactHeader(raw[at]!, raw[at + 1]!)])
  return headers
}

function redactHeader(name: string, value: string): string {
  switch (name.toLowerCase()) {
    // A value without a scheme is all secret: Okta's catalogue apps send what was typed.
    case 'authorization': return value.replace(/^(?:(Bearer|Basic) )?.*/i, (_, scheme?: string) => `${scheme === undefined ? '' : `${scheme} `}(not recorded)`)
    case 'cookie':
    case 'proxy-authorization': return '(not recorded)'
    default: return value
  }
}

/**
 * A request body without passwords (bars, Security): as an attribute, under its full URN, and as the value of a PATCH operation.
 * A body that cannot hold one is kept to the letter; one that may is written anew from its JSON.
 */
export function redactBody(body: string): string {
  // An escaped letter could spell the name, so such a body is looked into as well.
  if (!/password|\\u/i.test(body)) return body
  try {
    const value = JSON.parse(body) as JsonValue
    return dropPasswords(value) ? JSON.stringify(value) : body
  } catch {
    return '(not kept: it is no JSON and may hold a password)'
  }
}

/** Overwrites passwords in place and says whether there were any. Iterative: a body may be nested deeper than the stack. */
function dropPasswords(root: JsonValue): boolean {
  let found = false
  const pending: JsonValue[] = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) for (const each of value) if (typeof each === 'object' && each !== null) pending.push(each)
    if (!isObject(value)) continue
    const operates = typeof value.path === 'string' && isPassword(value.path)
    for (const key of Object.keys(value)) {
      const inner = value[key]!
      if (isPassword(key) || (operates && key === 'value')) {
        value[key] = notKept
        found = true
      } else if (typeof inner === 'object' && inner !== null) pending.push(inner)
    }
  }
  return found
}

function isPassword(path: string): boolean {
  return /(^|[.:])password$/i.test(path)
}
