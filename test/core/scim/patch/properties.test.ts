import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyPatch } from '../../../../src-main/core/scim/patch/apply.ts'
import { projection } from '../../../../src-main/core/scim/schema/project.ts'
import { mergeForPut } from '../../../../src-main/core/scim/schema/put.ts'
import { readResource } from '../../../../src-main/core/scim/schema/read.ts'
import { settle } from '../../../../src-main/core/scim/schema/settle.ts'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { PATCH_OP } from '../../../../src-shared/scim/urns.ts'
import { customUser, group, lenient, rfcLenient, rfcStrict, strict } from '../schema/models.ts'
import { type Generated, operation, rawUser } from './generate.ts'

/** Runs a call; a ScimError is an answer, undefined here. Anything else fails the property. */
function answered<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}

const stored = rawUser.map((body) => answered(() => readResource(customUser, body, lenient, 'create').value)).filter((body) => body !== undefined)
const patch = (body: JsonObject, ...operations: Generated[]) =>
  answered(() => applyPatch(customUser, body, { schemas: [PATCH_OP], Operations: operations as unknown as JsonValue }, lenient).value)
const primaries = (list: JsonValue | undefined) => (Array.isArray(list) ? list.filter((each) => isObject(each) && each['primary'] === true) : [])
const runs = { numRuns: 2_000 }

describe('PATCH', () => {
  test('never changes what it is given', () => {
    fc.assert(fc.property(stored, fc.array(operation, { maxLength: 4 }), (body, operations) => {
      const before = structuredClone([body, operations])
      patch(body, ...operations)
      expect([body, operations]).toEqual(before)
    }), runs)
  })

  test('leaves at most one primary', () => {
    fc.assert(fc.property(stored, fc.array(operation, { maxLength: 4 }), (body, operations) => {
      const value = patch(body, ...operations) ?? {}
      expect([primaries(value['emails']).length <= 1, primaries(value['phoneNumbers']).length <= 1]).toEqual([true, true])
    }), runs)
  })

  test('ends in a body that reads as itself, without a finding', () => {
    fc.assert(fc.property(stored, fc.array(operation, { maxLength: 4 }), (body, operations) => {
      const value = patch(body, ...operations)
      if (!value) return
      expect(readResource(customUser, value, rfcStrict, 'create')).toEqual({ value, members: null, nulls: [], findings: [] })
    }), runs)
  })

  test('replace twice is replace once, where the path has no filter the change could turn', () => {
    const replace = operation.filter(({ op, path }) => op === 'replace' && !path?.includes('['))
    fc.assert(fc.property(stored, replace, (body, each) => {
      const once = patch(body, each)
      if (once) expect(patch(once, each)).toEqual(once)
    }), runs)
  })

  test('add twice is add once for a list', () => {
    const add = operation.filter(({ op, path }) => op === 'add' && (path === 'emails' || path === undefined))
    fc.assert(fc.property(stored, add, (body, each) => {
      const once = patch(body, each)
      if (once) expect(patch(once, each)).toEqual(once)
    }), runs)
  })

  test('remove twice is remove once', () => {
    fc.assert(fc.property(stored, operation.filter(({ op }) => op === 'remove'), (body, each) => {
      const once = patch(body, each)
      if (once) expect(patch(once, each)).toEqual(once)
    }), runs)
  })

  test('several operations are the same as one request each, where each is allowed', () => {
    fc.assert(fc.property(stored, operation, operation, (body, first, second) => {
      const one = patch(body, first)
      const two = one && patch(one, second)
      if (two) expect(patch(body, first, second)).toEqual(two)
    }), runs)
  })
})

describe('reading and settling', () => {
  test('a body reads as itself once read', () => {
    fc.assert(fc.property(stored, (body) => {
      expect(readResource(customUser, body, rfcStrict, 'create').value).toEqual(body)
    }), runs)
  })

  test('settling with oneself changes nothing, and settling twice is settling once', () => {
    fc.assert(fc.property(stored, stored, (before, after) => {
      expect(settle(customUser, before, before, strict)).toEqual({ value: before, findings: [] })
      const { value } = settle(customUser, before, after, lenient)
      expect(settle(customUser, before, value, strict)).toEqual({ value, findings: [] })
    }), runs)
  })

  test('a PUT of the stored body is no change, absent kept or cleared', () => {
    fc.assert(fc.property(stored, (body) => {
      for (const switches of [lenient, rfcLenient]) {
        expect(mergeForPut(customUser, body, readResource(customUser, body, switches, 'replace'), switches)).toEqual(body)
      }
    }), runs)
  })
})

describe('hostile input ends in a ScimError or in an answer', () => {
  const names = fc.constantFrom(
    'schemas', 'Operations', 'op', 'path', 'value', 'add', 'members', 'emails', 'name', 'id', '__proto__', 'constructor', 'toString',
    'password', 'emails[type eq "work"].value', 'name.givenName', '', ':', '.', '[', 'urn:', PATCH_OP, ...customUser.extensions.map((each) => each.id),
  )
  const hostile = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, names, fc.jsonValue(), fc.array(tie('value'), { maxLength: 4 }), tie('object')),
    object: fc.array(fc.tuple(fc.oneof(names, fc.string()), tie('value')), { maxLength: 5 }).map((entries) =>
      JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`)),
  })).value as fc.Arbitrary<JsonValue>
  const path = fc.oneof(names, fc.string(), fc.tuple(names, fc.string()).map(([head, tail]) => `${head}[${tail}]`))

  test('as a resource and as a PATCH', () => {
    fc.assert(fc.property(hostile, fc.constantFrom(lenient, strict, rfcLenient), (body, switches) => {
      for (const model of [customUser, group]) {
        const reading = answered(() => readResource(model, body, switches, 'replace'))
        if (reading) answered(() => settle(model, {}, mergeForPut(model, {}, reading, switches), switches))
        answered(() => applyPatch(model, { schemas: [model.core.id] }, body, switches))
      }
    }), { numRuns: 10_000 })
  })

  test('as an operation', () => {
    fc.assert(fc.property(stored, fc.constantFrom('add', 'remove', 'replace'), fc.option(path), hostile, (body, op, at, value) => {
      for (const model of [customUser, group]) {
        answered(() => applyPatch(model, body, { Operations: [{ op, value, ...(at !== null && { path: at }) }] }, lenient))
      }
    }), { numRuns: 20_000 })
  })

  test('as a selection', () => {
    fc.assert(fc.property(stored, fc.array(path), (body, attributes) => {
      projection(customUser, { attributes })(body)
      projection(customUser, { excludedAttributes: attributes })(body)
    }), runs)
  })

  test('nothing leaks into what every object inherits', () => {
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
