import { type PersonProfile, personProfileSchema } from '../../../src-shared/api/okta/people.ts'
import { ENTERPRISE_USER } from '../../../src-shared/scim/urns.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { prepared } from '../db/open.ts'
import type { Company } from '../directory/company.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { addMembers, createGroup, groupBySeq } from './groups.ts'
import { createPerson } from './people.ts'

interface SampleUser {
  userName: string
  name: { givenName: string; familyName: string }
  displayName?: string
  title?: string
  locale?: string
  timezone?: string
  active: boolean
  [ENTERPRISE_USER]?: { department?: string; employeeNumber?: string; organization?: string }
}

/** The people and groups of a company as the simulated Okta's own; who is there already stays as they are. */
export function loadOrganization(writing: WriteContext, company: Company): { people: number; groups: number } {
  const users = company.users as SampleUser[]
  const added = users.filter(({ userName }) => find(writing, 'okta_people', userName) === null)
  for (const user of added) createPerson(writing, profileOf(user), user.active)
  const groups = company.groups.filter(({ displayName }) => find(writing, 'okta_groups', displayName) === null)
  for (const { displayName, members } of groups) {
    const group = groupBySeq(writing.db, createGroup(writing, displayName, '').seq)
    addMembers(writing, group, members.map((member) => find(writing, 'okta_people', member)!))
  }
  return { people: added.length, groups: groups.length }
}

function profileOf({ userName, name, displayName, title, locale, timezone, [ENTERPRISE_USER]: work }: SampleUser): PersonProfile {
  const given = {
    login: userName, email: userName, firstName: name.givenName, lastName: name.familyName, displayName, title, locale, timezone,
    department: work?.department, employeeNumber: work?.employeeNumber, organization: work?.organization,
  }
  return personProfileSchema.parse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
}

function find({ db }: WriteContext, table: 'okta_people' | 'okta_groups', name: string): number | null {
  return prepared<{ seq: number }>(db, `SELECT seq FROM ${table} WHERE key = ?`).get(foldCase(name))?.seq ?? null
}
