import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_USER, ENTERPRISE_USER, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import type { Chance } from './chance.ts'
import { edgeCases, type Person } from './edge-cases.ts'

/** The people of a company, each with an address of their own at `domain`. */
export function* people(chance: Chance, count: number, domain: string, withEdgeCases: boolean): Generator<JsonObject> {
  const taken = new Set<string>()
  const given: readonly Person[] = withEdgeCases ? edgeCases : []
  for (let number = 1; number <= count; number += 1) {
    const person: Person = given[number - 1] ?? chance.name()
    const userName = `${free(taken, person.address ?? addressOf(person))}@${domain}`
    yield bodyOf(chance, person, userName, number)
  }
}

function bodyOf(chance: Chance, { givenName, familyName, locale, active }: Person, userName: string, number: number): JsonObject {
  const role = chance.share(0.02) ? 'Admin' : chance.share(0.03) ? 'Guest' : chance.share(0.1) ? 'User' : null
  return {
    schemas: [CORE_USER, ENTERPRISE_USER, ...(role ? [LAMBDATEST_USER] : [])],
    userName,
    name: { givenName, familyName, formatted: `${givenName} ${familyName}` },
    displayName: `${givenName} ${familyName}`,
    emails: [{ value: userName, type: 'work', primary: true }],
    title: chance.jobTitle(),
    locale: locale ?? 'en-US',
    active: active ?? !chance.share(0.03),
    [ENTERPRISE_USER]: { employeeNumber: String(number).padStart(6, '0'), department: departments[chance.skewed(departments.length)]! },
    ...(role && { [LAMBDATEST_USER]: { OrganizationRole: role } }),
  }
}

const departments = [
  'Engineering', 'Sales', 'Customer Support', 'Quality', 'Product', 'Marketing', 'Finance', 'People', 'Legal', 'Security',
]

/** Letters of a mail address; people whose names have none of them are called by their number. */
function addressOf({ givenName, familyName }: Person): string {
  const letters = (name: string) => name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z]/g, '').slice(0, 30)
  return [letters(givenName), letters(familyName)].filter((part) => part !== '').join('.') || 'user'
}

function free(taken: Set<string>, address: string): string {
  let name = address
  for (let number = 2; taken.has(name); number += 1) name = `${address}${number}`
  taken.add(name)
  return name
}
