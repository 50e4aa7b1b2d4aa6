import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { JsonValue } from '../../../../src-shared/scim/types.ts'
import { quote } from './wording.ts'

/** A body of ten thousand unknown keys must not become ten thousand lines of the console. */
const mostFindings = 200
/** Characters of JSON a finding repeats; the whole body is in the recorded request. */
const longestValue = 2_000

/** Adds a finding; past the limit one closing line says that there were more. */
export function note(findings: Finding[], finding: Finding): void {
  if (findings.length < mostFindings) findings.push(finding)
  else if (findings.length === mostFindings) findings.push(moreFindings())
}

/** Whether further findings would go unlisted: no need to work them out. */
export function isFull(findings: readonly Finding[]): boolean {
  return findings.length > mostFindings
}

function moreFindings(): Finding {
  return {
    kind: 'warning', code: 'more-findings', rule: 'bars, Reliability', tag: 'A',
    text: `More than ${mostFindings} remarks on this request; the rest are not listed.`,
  }
}

/** An attribute no schema of the resource defines. `meant` is a known name one or two letters away. */
export function unknownAttribute(path: string, value: JsonValue, meant?: string): Finding {
  return {
    kind: 'ignored', code: 'unknown-attribute', path, value: shown(path, value),
    text: `${path} is not an attribute of this resource and was ignored.${meant ? ` Did you mean ${meant}?` : ''}`,
    rule: 'testmu-provisioning §2; RFC 7644 §3.3', tag: 'A',
  }
}

/** An extension URN the resource type does not have (testmu-provisioning §9, trap 1). */
export function unknownSchema(urn: string, value: JsonValue, meant?: string): Finding {
  return {
    kind: 'ignored', code: 'unknown-schema', path: urn, value: shown(urn, value),
    text: `${urn} is not a schema of this resource; everything under it was ignored.`
      + (meant ? ` Did you mean ${meant}?` : ''),
    rule: 'testmu-provisioning §2, §9', tag: 'A',
  }
}

/** An extension attribute sent without its namespace (testmu-provisioning §9, trap 2). */
export function misplacedAttribute(path: string, value: JsonValue, urn: string, name: string): Finding {
  return {
    kind: 'ignored', code: 'misplaced-attribute', path, value: shown(path, value),
    text: `${path} was sent outside its schema and was ignored. ${name} belongs in the object "${urn}".`,
    rule: 'testmu-provisioning §9; RFC 7643 §3.3', tag: 'A',
  }
}

/** Never carries the value. Not ignored: it was taken as a password is, and Okta sends one with every create. */
export function passwordNotKept(path: string): Finding {
  return {
    kind: 'unchanged', code: 'password-not-kept', path,
    text: 'A password was received. It was checked for its type and not kept.',
    rule: 'testmu-provisioning §2; RFC 7643 §4.1.1', tag: 'A',
  }
}

export function coercedBoolean(path: string, sent: string, read: boolean): Finding {
  return {
    kind: 'coerced', code: 'boolean-as-string', path, value: sent,
    text: `${path} was sent as the string ${quote(sent)} and read as ${read}.`,
    rule: 'bars, Conformance; RFC 7643 §2.3.2', tag: 'A',
  }
}

export function coercedToComplex(path: string, sent: string): Finding {
  return {
    kind: 'coerced', code: 'bare-value', path, value: shown(path, sent),
    text: `${path} was sent as the bare string ${quote(sent)} and read as {"value": ${quote(sent)}}.`,
    rule: 'bars, Conformance; RFC 7643 §2.4', tag: 'A',
  }
}

export function coercedToArray(path: string): Finding {
  return {
    kind: 'coerced', code: 'single-value', path,
    text: `${path} takes a list; the single value sent was read as a list of one.`,
    rule: 'bars, Conformance; RFC 7643 §2.4', tag: 'A',
  }
}

export function coercedToObject(path: string): Finding {
  return {
    kind: 'coerced', code: 'list-of-one', path,
    text: `${path} takes one value; the list of one that was sent was read as that value.`,
    rule: 'bars, Conformance; RFC 7644 §3.5.2.3', tag: 'A',
  }
}

export function dottedKey(path: string): Finding {
  return {
    kind: 'coerced', code: 'dotted-key', path,
    text: `${path} was sent as a member name and read as an attribute path.`,
    rule: 'RFC 7644 §3.10 has paths in "path" only; some clients send them as keys', tag: 'A',
  }
}

export function misspelledOperations(name: string): Finding {
  return {
    kind: 'coerced', code: 'operations-case', path: name,
    text: `${name} was read as Operations.`, rule: 'RFC 7644 §3.5.2', tag: 'A',
  }
}

/** A known attribute that SCIM does not change: the stored value stays. */
export function notUpdatable(path: string, sent: JsonValue | undefined, kept: JsonValue | undefined): Finding {
  return {
    kind: 'ignored', code: 'not-updatable', path, value: shown(path, sent),
    text: `${path} cannot be changed by SCIM: ${sentAndKept(sent, kept)}`,
    rule: 'testmu-provisioning §2; engine §7', tag: 'A',
  }
}

export function userNameKept(sent: JsonValue | undefined, kept: JsonValue | undefined): Finding {
  return {
    kind: 'ignored', code: 'userName-kept', path: 'userName', value: shown('userName', sent),
    text: `userName cannot be changed by SCIM: ${sentAndKept(sent, kept)}`,
    rule: 'testmu-provisioning §2', tag: 'A',
  }
}

/** An attribute whose own definition says immutable (RFC 7643 §2.2), under notUpdatable=ignore. */
export function nothingRemoved(path: string): Finding {
  return {
    kind: 'unchanged', code: 'nothing-removed', path,
    text: `Nothing matched ${path}, so there was nothing to remove.`,
    rule: 'RFC 7644 §3.5.2.2 names no error for it', tag: 'A',
  }
}

export function elementCreated(path: string): Finding {
  return {
    kind: 'coerced', code: 'element-created', path,
    text: `Nothing matched ${path}, so a value with the properties the filter names was added.`,
    rule: 'RFC 7644 §3.5.2.1 does not say; some clients expect it', tag: 'A',
  }
}

export function schemasComputed(path: string): Finding {
  return {
    kind: 'ignored', code: 'schemas-computed', path,
    text: 'schemas follows from the values a resource has and is not changed by itself.',
    rule: 'RFC 7643 §3', tag: 'A',
  }
}

function sentAndKept(sent: JsonValue | undefined, kept: JsonValue | undefined): string {
  const received = sent === undefined ? 'a removal was sent' : `${quote(sent)} was sent`
  return `${received}, ${kept === undefined ? 'and it stays empty.' : `the stored value ${quote(kept)} stays.`}`
}

/** The value to repeat: never a password, and only while it is short. */
function shown(path: string, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || isPassword(path.split(/[.:]/).at(-1) ?? '')) return undefined
  const text = JSON.stringify(value, (key, inner: JsonValue) => (isPassword(key) ? undefined : inner))
  return text.length > longestValue ? undefined : JSON.parse(text) as JsonValue
}

function isPassword(name: string): boolean {
  return name.toLowerCase() === 'password'
}
