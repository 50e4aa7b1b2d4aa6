import type { AppAttribute, Lint } from '../../../src-shared/api/okta/attributes.ts'
import type { DataType } from '../../../src-shared/domain/okta.ts'
import { ExpressionError, parseExpression } from '../../../src-shared/domain/okta-expression.ts'
import { type Attribute, foldCase, type JsonValue } from '../../../src-shared/scim/types.ts'
import { CORE_USER } from '../../../src-shared/scim/urns.ts'
import { findAttribute } from '../scim/schema/model.ts'
import { clip, likely, nearest, quote } from '../scim/schema/wording.ts'
import { reservedNames } from './body.ts'
import { ExternalNameError, isWellFormed, parseExternalName } from './external-name.ts'
import { lint, syntaxOf, type LintInput } from './lint.ts'
import {
  allowedValues, definitionOf, externalNames, homeOf, isConcurrencyGroup, isGroupUrn, isVendor, lastPart, likelyUrn, refused, schemaOf,
} from './lint-target.ts'

/** Lints of one attribute of the Profile Editor, stored or being edited (testmu-provisioning §9). */
export function lintAttribute(attribute: AppAttribute, input: LintInput): Lint[] {
  const rules = isGroupRoles(attribute) ? [groupRoles] : [namespace, externalName, dataType]
  return [...rules, duplicate, mapping, required, enumeration].flatMap((rule) => rule(attribute, input))
}

export function lintProfile(input: LintInput): Lint[] {
  return input.attributes.flatMap((attribute) => lintAttribute(attribute, input))
}

type Rule = (attribute: AppAttribute, input: LintInput) => Lint[]

const groupRoles: Rule = ({ variableName }) => [lint({
  code: 'group-roles', severity: 'warning', subject: variableName, field: 'externalName',
  text: 'LambdatestRoles is an attribute of groups, and Okta documents no group attributes beside displayName and members.',
  wire: 'Sent with people it is unknown and ignored; a pushed group does not carry it. Use OrganizationRole with attribute type Group.',
  correct: 'OrganizationRole', rule: 'testmu-provisioning §9.7', tag: 'C',
})]

const namespace: Rule = (attribute, input) => {
  const { variableName: subject, externalNamespace: given } = attribute
  if (given === '') return noNamespace(attribute, input)
  const isUnknown = isGroupUrn(given) || (!schemaOf(input, given) && (input.targetSchemas !== undefined || isVendor(given)))
  if (!isUnknown || given === CORE_USER) return []
  return [lint({
    code: 'unknown-namespace', subject, field: 'externalNamespace',
    text: isVendor(given) && /testmu/i.test(given)
      ? 'The external namespace has the brand in it, as the vendor\'s page shows it; the schema still has the old name, LambdaTest.'
      : `The external namespace ${quote(given)} is no user schema of the app.`,
    wire: `${subject} is sent under “${clip(given)}”, a schema the app does not know and ignores: 200 or 201, and the value is not there.`,
    correct: likelyUrn(input, given) ?? homeOf(input, attribute)?.id ?? null, rule: 'testmu-provisioning §9.1', tag: 'D',
  })]
}

function noNamespace(attribute: AppAttribute, input: LintInput): Lint[] {
  const { variableName } = attribute
  return [lint({
    code: 'no-namespace', subject: variableName, field: 'externalNamespace',
    text: 'The attribute has no external namespace.', wire: `${variableName} is not sent at all.`,
    correct: homeOf(input, attribute)?.id ?? null, rule: 'testmu-provisioning §9.2; okta-wire §8', tag: 'D',
  })]
}

const externalName: Rule = (attribute, input) => {
  const { variableName: subject, externalName: given } = attribute
  const say = (code: string, text: string, wire: string, correct: string | null) =>
    [lint({ code, subject, field: 'externalName', text, wire, correct, rule: 'testmu-provisioning §9.2; okta-wire §8', tag: 'D' })]
  try {
    const root = parseExternalName(given)[0]!.name
    if (root.includes(':')) {
      return say('full-path', 'The external name is a full path; the namespace has a field of its own.',
        `The value is sent as “${clip(given)}”, a name the app does not know and ignores.`, lastPart(given))
    }
    const isReserved = attribute.externalNamespace === CORE_USER && root !== 'userName' && reservedNames.includes(root)
    if (isReserved) return say('reserved-name', `Okta fills “${root}” itself.`, `The value of ${subject} is not sent.`, null)
  } catch (error) {
    if (!(error instanceof ExternalNameError)) throw error
    return say('external-name', error.message, `${subject} is not sent.`, null)
  }
  return unknownName(attribute, input)
}

function unknownName(attribute: AppAttribute, input: LintInput): Lint[] {
  const { variableName, externalName: given, externalNamespace } = attribute
  const schema = schemaOf(input, externalNamespace)
  if (!schema || definitionOf(input, attribute)) return []
  const byVariable = findAttribute(schema.attributes, variableName)?.name
  const home = byVariable === undefined ? homeOf(input, attribute) : undefined
  if (home) return misplaced(attribute, home.id)
  return [lint({
    code: 'unknown-name', subject: variableName, field: 'externalName',
    text: given === variableName
      ? `The external name is the variable name; the schema has no ${quote(given)}.` : `The schema has no attribute ${quote(given)}.`,
    wire: `The value is sent as ${quote(given)}, which the app does not know and ignores; the variable name never reaches the wire.`,
    correct: byVariable ?? likely(given, externalNames(schema)) ?? null,
    rule: 'testmu-provisioning §9.2; okta-wire §8', tag: 'D',
  })]
}

/** Right under another namespace: a name of this one that looks alike would be another attribute. */
function misplaced({ variableName: subject, externalName: name, externalNamespace: given }: AppAttribute, home: string): Lint[] {
  return [lint({
    code: 'misplaced', subject, field: 'externalNamespace',
    text: `${clip(given)} has no attribute ${quote(name)}; ${subject} belongs to another schema of the app.`,
    wire: `The value is sent as ${quote(name)} where the app does not know and ignores it: 200 or 201, and the value is not there.`,
    correct: home, rule: 'testmu-provisioning §9.1', tag: 'D',
  })]
}

const singleTypes = {
  string: 'string', dateTime: 'string', reference: 'string', binary: 'string', boolean: 'boolean', decimal: 'number', integer: 'integer', complex: null,
} as const satisfies Record<Attribute['type'], DataType | null>

/** The data type that gives what the definition asks for; null where none does. */
function dataTypeFor({ type, multiValued }: Attribute): DataType | null {
  const single = singleTypes[type]
  if (!multiValued || single === null) return single
  return single === 'boolean' ? null : `${single} array`
}

const dataType: Rule = (attribute, input) => {
  const { variableName: subject, externalName: name, dataType: given } = attribute
  const definition = isWellFormed(name) ? definitionOf(input, attribute) : undefined
  if (!definition) return []
  const wanted = dataTypeFor(definition)
  if (given === wanted || (given === 'integer' && wanted === 'number')) return []
  return [lint({
    code: 'data-type', subject, field: 'dataType',
    text: wanted === null
      ? `${name} has parts of its own in the schema of the app: the external name has to lead to one of them.`
      : `${name} is a ${wanted} in the schema of the app, and the data type is ${given}.`,
    wire: 'The app answers 400 invalidValue, or makes something else of the value.',
    correct: wanted, rule: 'RFC 7643 §2.3', tag: 'D',
  })]
}

const duplicate: Rule = ({ variableName, externalName: name, externalNamespace }, { attributes }) => {
  const same = attributes.find((other) => other.variableName !== variableName && externalNamespace !== ''
    && other.externalNamespace === externalNamespace && foldCase(other.externalName) === foldCase(name))
  if (!same) return []
  return [lint({
    code: 'duplicate', subject: variableName, field: 'externalName',
    text: `${same.variableName} has the same external name and namespace.`,
    wire: 'Both are written to one place of the body: the later of the two in the profile is sent, even over a value of the other.',
    rule: 'okta-wire §8', tag: 'A',
  })]
}

const mapping: Rule = ({ variableName, mapping: expression }) =>
  expression === null ? [] : syntaxOf(expression, variableName, 'mapping', `The mapping gives nobody a value: ${variableName} is not sent.`)

const required: Rule = ({ variableName, externalName: name, required: isRequired, mapping: expression }) => {
  if (!isRequired || expression !== null || name === 'userName') return []
  return [lint({
    code: 'required-unmapped', subject: variableName, field: 'mapping',
    text: `${variableName} is required and not mapped.`,
    wire: 'It is sent only where an admin gives a value at the assignment; the app refuses the others with 400 if it requires it too.',
    rule: 'testmu-provisioning §11.3', tag: 'A',
  })]
}

/** testmu-provisioning §9.3, of what an admin may choose and of a constant that everybody gets. */
const enumeration: Rule = (attribute, input) => {
  if (!isWellFormed(attribute.externalName)) return []
  const allowed = allowedValues(input, attribute)
  if (!allowed) return []
  const choices = (attribute.enum ?? []).flatMap(({ value }) => refused(value, allowed).map((each) => [each, 'enum'] as const))
  const constants = refused(constantOf(attribute.mapping), allowed).map((each) => [each, 'mapping'] as const)
  return [...choices, ...constants].map(([value, field]) =>
    refusedValue(attribute, value, allowed.values, { subject: attribute.variableName, field }))
}

/** What the target makes of a value it does not accept (testmu-provisioning §2). */
export function refusedValue(
  attribute: AppAttribute, value: string, allowed: readonly string[], about: Pick<Lint, 'subject' | 'field'>,
): Lint {
  const common = { ...about, correct: nearest(value, allowed) ?? null, tag: 'A' } as const
  if (isConcurrencyGroup(attribute)) {
    return lint({
      ...common, code: 'unknown-concurrency-group', severity: 'warning',
      text: `${quote(value)} is not the name of a concurrency group.`,
      wire: 'The app keeps the value and the user stays in the default concurrency group; a strict app answers 400 invalidValue.',
      rule: 'testmu-provisioning §2',
    })
  }
  return lint({
    ...common, code: 'value', text: `${quote(value)} is no value of ${attribute.externalName}: ${allowed.join(', ')}.`,
    wire: 'The app answers 400 invalidValue, and the task of everybody with this value ends in an error.',
    rule: 'testmu-provisioning §9.3',
  })
}

function isGroupRoles({ externalName: name, externalNamespace }: AppAttribute): boolean {
  return foldCase(lastPart(name)) === 'lambdatestroles' && (externalNamespace === '' || isVendor(externalNamespace) || isVendor(name))
}

function constantOf(expression: string | null): JsonValue {
  try {
    const parsed = expression === null ? null : parseExpression(expression)
    return parsed?.kind === 'constant' ? parsed.value : null
  } catch (error) {
    if (error instanceof ExpressionError) return null
    throw error
  }
}
