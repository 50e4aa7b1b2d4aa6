import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import { lambdatestUserSchema } from '../../../src-shared/scim/schemas/lambdatest.ts'
import { foldCase, type Attribute, type JsonValue, type Schema } from '../../../src-shared/scim/types.ts'
import { CORE_USER, ENTERPRISE_USER, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { findAttribute } from '../scim/schema/model.ts'
import { likely } from '../scim/schema/wording.ts'
import { parseExternalName } from './external-name.ts'
import type { LintInput } from './lint.ts'

type Place = Pick<AppAttribute, 'externalName' | 'externalNamespace'>

/** The user schemas of the target. Of a target that cannot be read only the vendor's extension is known. */
function userSchemas({ targetSchemas }: LintInput): readonly Schema[] {
  return targetSchemas?.filter(({ id }) => !isGroupUrn(id)) ?? [lambdatestUserSchema]
}

export function schemaOf(input: LintInput, urn: string): Schema | undefined {
  return userSchemas(input).find(({ id }) => foldCase(id) === foldCase(urn))
}

/** The definition an external name and namespace lead to, or undefined. */
export function definitionOf(input: LintInput, { externalName, externalNamespace }: Place): Attribute | undefined {
  const schema = schemaOf(input, externalNamespace)
  if (!schema) return undefined
  let attributes: readonly Attribute[] = schema.attributes
  let found: Attribute | undefined
  for (const { name } of parseExternalName(externalName)) {
    found = findAttribute(attributes, name)
    attributes = found?.subAttributes ?? []
  }
  return found
}

/** The external names that lead to one value of the schema; those of elements are not listed. */
export function externalNames({ attributes }: Schema): string[] {
  return attributes.flatMap(({ name, multiValued, subAttributes }) =>
    (subAttributes && !multiValued ? subAttributes.map((sub) => `${name}.${sub.name}`) : [name]))
}

/** The schema that defines an attribute of this name, or else of this variable name: where it probably belongs. */
export function homeOf(input: LintInput, { externalName, variableName }: Pick<AppAttribute, 'externalName' | 'variableName'>): Schema | undefined {
  const defines = (name: string) => userSchemas(input).find(({ attributes }) => findAttribute(attributes, name))
  return defines(lastPart(externalName)) ?? defines(variableName)
}

/** An external name without the URN that does not belong into it, whether a colon or a dot follows that. */
export function lastPart(name: string): string {
  return name.includes(':') ? name.split(':').at(-1)!.replace(/^(User|Group)\./i, '') : name
}

/** What an unknown namespace was probably meant to be. */
export function likelyUrn(input: LintInput, urn: string): string | undefined {
  const urns = userSchemas(input).map(({ id }) => id)
  if (isVendor(urn) && urns.includes(LAMBDATEST_USER)) return LAMBDATEST_USER
  return likely(urn, urns)
}

/** The vendor's old or new name in a URN: a brand macro once put the new one there (testmu-provisioning §9.1). */
export function isVendor(urn: string): boolean {
  return /testmu|lambda\s*test/i.test(urn)
}

export function isGroupUrn(urn: string): boolean {
  return /:Group$/i.test(urn)
}

/** The values an attribute is held to: those of an extension's definition, or the concurrency groups. Null: any. */
export function allowedValues(input: LintInput, place: Place): { values: readonly string[]; caseExact: boolean } | null {
  const definition = definitionOf(input, place)
  if (!definition || place.externalNamespace === CORE_USER || place.externalNamespace === ENTERPRISE_USER) return null
  if (isConcurrencyGroup(place)) return input.concurrencyGroups ? { values: input.concurrencyGroups, caseExact: false } : null
  const values = definition.canonicalValues ?? []
  return values.length > 0 ? { values, caseExact: definition.caseExact } : null
}

export function isConcurrencyGroup({ externalName, externalNamespace }: Place): boolean {
  return externalNamespace === LAMBDATEST_USER && foldCase(externalName) === 'lambdatestgroup'
}

/** Those of the values that the target does not accept. */
export function refused(value: JsonValue | undefined, { values, caseExact }: { values: readonly string[]; caseExact: boolean }): string[] {
  const given = (Array.isArray(value) ? value : [value]).filter((each) => each !== null && each !== undefined && each !== '').map(String)
  return given.filter((each) => !values.some((allowed) => allowed === each || (!caseExact && foldCase(allowed) === foldCase(each))))
}
