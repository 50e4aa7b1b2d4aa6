import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_GROUP, LAMBDATEST_GROUP } from '../../../src-shared/scim/urns.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { readResource } from '../scim/schema/read.ts'
import { createGroup } from './groups.ts'
import { findByKey } from './resources.ts'
import { createUser } from './users.ts'

/** A company as shipped in `resources/companies`: SCIM bodies, groups with members by userName. */
export interface Company {
  users: object[]
  groups: { displayName: string; roles?: string[]; members: string[] }[]
}

/** Adds a company by the rules of the profile; people and groups that are there already stay as they are. */
export function loadCompany(context: WriteContext, company: Company): { users: number; groups: number } {
  const model = (name: string) => context.models.find((candidate) => candidate.type.name === name)!
  const users = company.users.filter((user) => addUser(context, model('User'), user as JsonObject)).length
  const groups = company.groups.filter((group) => addGroup(context, model('Group'), group)).length
  context.findings.length = 0
  return { users, groups }
}

function addUser(context: WriteContext, model: ResourceModel, user: JsonObject): boolean {
  const { value } = readResource(model, user, context.switches, 'create')
  if (findByKey(context.db, 'User', String(value.userName))) return false
  createUser(context, model, value)
  return true
}

function addGroup(context: WriteContext, model: ResourceModel, { displayName, roles, members }: Company['groups'][number]): boolean {
  if (findByKey(context.db, 'Group', displayName)) return false
  const body = { schemas: [CORE_GROUP], displayName, ...(roles && { [LAMBDATEST_GROUP]: { LambdatestRoles: roles } }) }
  const ids = members.flatMap((userName) => findByKey(context.db, 'User', userName)?.id ?? [])
  createGroup(context, model, readResource(model, body, context.switches, 'create').value, ids)
  return true
}
