import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonAttributes } from '../../../../src-shared/scim/schemas/common.ts'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import type { Attribute, JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import { parseFilter } from '../../../../src-main/core/scim/filter/parse.ts'
import { matches } from '../../../../src-main/core/scim/filter/evaluate.ts'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'
import { directory, find, rendered, type Stored } from './directory.ts'
import { groupModel, urnsOf, userModel } from './models.ts'

const texts = ['', 'a', 'A', 'ab', 'Ab', 'aab', 'É', 'é', 'e\u0301', 'İ', 'ß', '%', '_', 'a"b', "a'b", 'a\\b', 'a\0b', 'a\0', '\0', '🙂', '～', '\ud7ff', 'id-3', 'User', 'direct']
const times = ['2024-02-29T00:00:00Z', '2024-02-29T01:00:00+01:00', '2024-03-01T00:00:00.001Z', '1969-12-31T23:59:59Z', '2024-02-29T00:00:00']
const numbers = [0, -1, 1, 2, 1.5, 1e20, 1234567890123456800, -0.1]
/** Values of every shape, as a change of schema may leave them behind. */
const odd: JsonValue[] = [null, true, 1, 'a', [], ['a'], {}, { value: 'a' }, [null], [[]], { at: null }, [{ value: null }, 'a', { value: ['a'] }]]

const text = fc.constantFrom(...texts)
const one = <T>(values: readonly T[]) => fc.constantFrom(...values)

function valueOf(attribute: Attribute): fc.Arbitrary<JsonValue> {
  const single = attribute.multiValued ? valueOf({ ...attribute, multiValued: false }) : undefined
  if (single) return mostly(fc.array(single, { maxLength: 3 }))
  switch (attribute.type) {
    case 'boolean': return mostly(fc.boolean())
    case 'integer':
    case 'decimal': return mostly(one(numbers))
    case 'dateTime': return mostly(one([...times, 'a']))
    case 'complex': return mostly(objectOf(attribute.subAttributes ?? []))
    default: return mostly(text)
  }
}

const mostly = (usual: fc.Arbitrary<JsonValue>) => fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: one(odd) })

function objectOf(attributes: readonly Attribute[]): fc.Arbitrary<JsonObject> {
  const shape = Object.fromEntries(attributes.map((attribute) => [attribute.name, valueOf(attribute)]))
  return fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>
}

function bodyOf({ core, extensions, type }: ResourceModel): fc.Arbitrary<JsonObject> {
  const outside = ['groups', 'members', 'userName', 'password', ...(type.name === 'Group' ? ['displayName'] : [])]
  const own = objectOf(core.attributes.filter((each) => !outside.includes(each.name)))
  const parts = extensions.map((each) => mostly(objectOf(each.attributes)).map((value) => ({ [each.id]: value })))
  const name = text.map((value) => ({ [type.name === 'Group' ? 'displayName' : 'userName']: value }))
  return fc.tuple(own, name, ...parts).map((all) => Object.assign({}, ...all) as JsonObject)
}

const stored = (seq: number): fc.Arbitrary<Stored> => one([userModel, userModel, groupModel]).chain((model) => fc.record({
  seq: fc.constant(seq), model: fc.constant(model), body: bodyOf(model), externalId: fc.option(text),
  created: one(times.map((time) => Date.parse(time))), modified: one(times.map((time) => Date.parse(time))), deleted: one([false, false, false, true]),
}))

interface Named { path: string; attribute: Attribute }

function simple(attribute: Attribute, path: string): Named[] {
  return attribute.subAttributes ? attribute.subAttributes.map((sub) => ({ path: `${path}.${sub.name}`, attribute: sub })) : [{ path, attribute }]
}

const named = (attributes: readonly Attribute[], prefix = '') => attributes.map((attribute) => ({ path: `${prefix}${attribute.name}`, attribute }))

function filterOf(model: ResourceModel): fc.Arbitrary<string> {
  const roots = [...named([...model.core.attributes, ...commonAttributes]), ...model.extensions.flatMap((each) => named(each.attributes, `${each.id}:`))]
    .filter(({ attribute }) => attribute.returned !== 'never')
  const compared = roots.flatMap(({ path, attribute }) => simple(attribute, path)).map(comparisonOf)
  const short = roots.filter(({ attribute }) => attribute.subAttributes?.some((sub) => sub.name === 'value') && attribute.multiValued)
    .map(({ path, attribute }) => comparisonOf({ path, attribute: attribute.subAttributes!.find((sub) => sub.name === 'value')! }))
  const elements = roots.filter(({ attribute }) => attribute.multiValued || attribute.subAttributes).map(({ path, attribute }) => {
    const inner = attribute.subAttributes ? named(attribute.subAttributes) : [{ path: 'value', attribute: { ...attribute, multiValued: false } }]
    return logic(fc.oneof(...inner.map(comparisonOf)), 1).map((filter) => `${path}[${filter}]`)
  })
  const present = one(roots).map(({ path }) => `${path} pr`)
  const favourites = compared.filter((_, index) => ['userName', 'displayName', 'members.value', 'emails.value', 'id', 'externalId', 'urn:acme:Badge:nick']
    .includes(roots.flatMap(({ path, attribute }) => simple(attribute, path))[index]!.path))
  return logic(fc.oneof(
    { weight: 6, arbitrary: fc.oneof(...compared) }, { weight: 3, arbitrary: fc.oneof(...elements) }, { weight: 1, arbitrary: fc.oneof(...short) },
    { weight: 1, arbitrary: present }, { weight: 4, arbitrary: fc.oneof(...favourites) },
  ), 2)
}

function logic(leaf: fc.Arbitrary<string>, depth: number): fc.Arbitrary<string> {
  if (depth === 0) return leaf
  const inner = logic(leaf, depth - 1)
  const many = fc.tuple(one([' and ', ' or ', ' or ']), fc.array(inner, { minLength: 2, maxLength: 4 })).map(([by, of]) => `(${of.join(by)})`)
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: inner.map((of) => `not (${of})`) }, { weight: 2, arbitrary: many })
}

function comparisonOf({ path, attribute }: Named): fc.Arbitrary<string> {
  const usable = /(\$ref|location)$/.test(path) ? fc.constant(`${path} pr`) : operationOf(attribute).map((rest) => `${path} ${rest}`)
  return fc.oneof({ weight: 6, arbitrary: usable }, { weight: 1, arbitrary: fc.constant(`${path} pr`) })
}

function operationOf({ type }: Attribute): fc.Arbitrary<string> {
  const join = (operators: string[], values: readonly JsonValue[]) =>
    fc.tuple(one(operators), one(values)).map(([operator, value]) => `${operator} ${JSON.stringify(value)}`)
  const order = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
  switch (type) {
    case 'boolean': return join(['eq', 'ne'], [true, false])
    case 'integer':
    case 'decimal': return join(order, numbers)
    case 'dateTime': return join(order, times)
    case 'binary': return join(['eq', 'ne', 'co', 'sw', 'ew'], texts)
    default: return fc.oneof({ weight: 9, arbitrary: join([...order, 'eq', 'co', 'sw', 'ew'], texts) }, { weight: 1, arbitrary: join(['eq', 'ne'], [null]) })
  }
}

const resources = fc.tuple(...Array.from({ length: 12 }, (_, index) => stored(index + 1)))
const pairs = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })), { maxLength: 14, selector: String })

test('SQL and evaluator agree on 12,000 filters, each over a dozen resources', () => {
  fc.assert(fc.property(resources, pairs, fc.array(filterOf(userModel), { minLength: 30, maxLength: 30 }),
    fc.array(filterOf(groupModel), { minLength: 10, maxLength: 10 }), (all, drawn, userFilters, groupFilters) => {
      const members = drawn.filter(([group]) => all[group - 1]!.model === groupModel)
      const database = directory(all, members)
      const cases = [...userFilters.map((filter) => [userModel, filter] as const), ...groupFilters.map((filter) => [groupModel, filter] as const)]
      for (const [model, filter] of cases) {
        const parsed = parseFilter(filter, urnsOf(model))
        const expected = all.filter((each) => each.model === model && !each.deleted)
          .filter((each) => matches(model, parsed, rendered(each, all, members))).map((each) => each.seq)
        expect(find(database, model, filter), filter).toEqual(expected)
      }
      database.close()
    }), { numRuns: 300, seed: 7644, endOnFailure: true })
})

test('any text is parsed, compiled and run, or refused with 400', () => {
  const database = directory([], [])
  const words = one(['userName', 'emails', 'members', '.value', '[', ']', '(', ')', ' ', ' and ', ' or ', 'not ', ' eq ', ' pr', '"a"', '1e999', 'null', ':', 'urn:acme:Badge', '\\', '"', '\0', '\ud800', '.', '$ref', '-1', 'meta.created'])
  const hostile = fc.oneof(fc.array(words, { maxLength: 14 }).map((each) => each.join('')), fc.string({ unit: 'binary', maxLength: 40 }))
  fc.assert(fc.property(hostile, one([userModel, groupModel]), (filter, model) => {
    try {
      find(database, model, filter)
    } catch (error) {
      expect(error, filter).toBeInstanceOf(ScimError)
      expect(error, filter).toMatchObject({ status: 400, scimType: 'invalidFilter' })
    }
  }), { numRuns: 20_000, seed: 7644 })
})
