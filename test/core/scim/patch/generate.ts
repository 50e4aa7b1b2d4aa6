import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import { CORE_USER, LAMBDATEST_USER } from '../../../../src-shared/scim/urns.ts'

export interface Generated {
  op: string
  path?: string
  value?: JsonValue
}

const text = fc.constantFrom('a', 'A', 'b', 'c@x.test', 'C@X.TEST', 'é')
const kind = fc.constantFrom('work', 'home', 'other')
const element = fc.record({ value: text, type: kind, display: text, primary: fc.boolean() }, { requiredKeys: ['value'] })
const elements = fc.array(element, { maxLength: 3 })
const name = fc.record({ givenName: text, familyName: text, middleName: text }, { requiredKeys: [] })
const extension = fc.record({ OrganizationRole: fc.constantFrom('Admin', 'User', 'Guest'), LambdatestGroup: text }, { requiredKeys: [] })
const attributes = fc.record(
  { title: text, active: fc.boolean(), name, emails: elements, phoneNumbers: elements, [LAMBDATEST_USER]: extension },
  { requiredKeys: [] },
)

/** A wanted user, not yet read: it may hold duplicates and several primaries. */
export const rawUser: fc.Arbitrary<JsonObject> = attributes.map((given) => json({ schemas: [CORE_USER], userName: 'u@x.test', ...given }))

const filter = fc.oneof(
  kind.map((type) => `type eq "${type}"`),
  text.map((value) => `value eq "${value}"`),
  fc.constantFrom('primary eq true', 'value pr', 'type ne "work"', 'value sw "c"', 'type eq "work" and value eq "a"', 'not (type eq "home")'),
)
const list = fc.constantFrom('emails', 'phoneNumbers')
const sub = fc.constantFrom('value', 'display', 'type')

const places: fc.Arbitrary<{ path?: string; value: JsonValue }> = fc.oneof(
  fc.record({ value: attributes.map(json) }),
  fc.record({ path: fc.constantFrom('title', 'userName', 'displayName'), value: text }),
  fc.record({ path: fc.constant('active'), value: fc.boolean() }),
  fc.record({ path: fc.constant('name'), value: name.map(json) }),
  fc.record({ path: fc.constantFrom('name.givenName', 'name.middleName'), value: text }),
  fc.record({ path: list, value: elements.map(json) }),
  fc.record({ path: fc.tuple(list, sub).map(([each, part]) => `${each}.${part}`), value: text }),
  fc.record({ path: fc.tuple(list, filter).map(([each, by]) => `${each}[${by}]`), value: element.map(json) }),
  fc.record({ path: fc.tuple(list, filter, sub).map(([each, by, part]) => `${each}[${by}].${part}`), value: text }),
  fc.record({ path: fc.tuple(list, filter).map(([each, by]) => `${each}[${by}].primary`), value: fc.boolean() }),
  fc.record({ path: fc.constant(`${LAMBDATEST_USER}:OrganizationRole`), value: fc.constantFrom('Admin', 'Guest') }),
  fc.record({ path: fc.constant(`${LAMBDATEST_USER}:LambdatestGroup`), value: text }),
  fc.record({ path: fc.constant(LAMBDATEST_USER), value: extension.map(json) }),
)

/** One well-formed operation on a user. */
export const operation: fc.Arbitrary<Generated> = fc.tuple(fc.constantFrom('add', 'replace', 'remove'), places, fc.boolean()).map(
  ([op, { path, value }, listed]) => {
    const given = op !== 'remove' || (listed && Array.isArray(value))
    return { op, ...(path !== undefined && { path }), ...(given && { value }) }
  },
)

/** As it would arrive: plain objects, no undefined. */
function json(value: unknown): JsonObject & JsonValue[] {
  return JSON.parse(JSON.stringify(value))
}
