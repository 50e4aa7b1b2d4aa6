import { describeRule, type EntityKind } from '../../../src-shared/domain/provisioning.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_GROUP, LAMBDATEST_GROUP } from '../../../src-shared/scim/urns.ts'
import { createEntity } from '../provisioning/entities.ts'
import { findEntity, frozenKinds } from '../provisioning/facts.ts'
import { approveMapping, createMapping } from '../provisioning/mappings.ts'
import { createRule, listRules, type RuleGiven } from '../provisioning/rules.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { readResource } from '../scim/schema/read.ts'
import { createGroup } from './groups.ts'
import { findByKey } from './resources.ts'
import { createUser } from './users.ts'

/** A company as shipped in `resources/companies`: SCIM bodies, groups with members by userName. */
export interface Company {
  users: object[]
  /** Already there when the groups are pushed. */
  entities: { kind: EntityKind; name: string; allottedConcurrency?: number }[]
  /** In the order of evaluation. */
  rules: Omit<RuleGiven, 'priority'>[]
  /** `approved` is a mapping an admin makes and approves: to the entity of that name. */
  groups: { displayName: string; roles?: string[]; members: string[]; approved?: { kind: EntityKind; entity: string } }[]
}

/** Adds a company by the rules of the profile; people and groups that are there already stay as they are. */
export function loadCompany(context: WriteContext, company: Company): { users: number; groups: number } {
  const model = (name: string) => context.models.find((candidate) => candidate.type.name === name)!
  company.entities.forEach((entity) => addEntity(context, entity))
  addRules(context, company.rules)
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

function addGroup(context: WriteContext, model: ResourceModel, { displayName, roles, members, approved }: Company['groups'][number]): boolean {
  if (findByKey(context.db, 'Group', displayName)) return false
  const body = { schemas: [CORE_GROUP], displayName, ...(roles && { [LAMBDATEST_GROUP]: { LambdatestRoles: roles } }) }
  const ids = members.flatMap((userName) => findByKey(context.db, 'User', userName)?.id ?? [])
  createGroup(context, model, readResource(model, body, context.switches, 'create').value, ids)
  if (approved) approve(context, displayName, approved)
  return true
}

function approve(context: WriteContext, displayName: string, { kind, entity }: { kind: EntityKind; entity: string }): void {
  const target = findEntity(context.db, kind, entity)
  if (!target || frozenKinds(context.settings).has(kind)) return
  const groupId = findByKey(context.db, 'Group', displayName)!.id
  approveMapping(context, createMapping(context, { groupId, kind, entityId: target.id }))
}

function addEntity(context: WriteContext, entity: Company['entities'][number]): void {
  if (!findEntity(context.db, entity.kind, entity.name)) createEntity(context, entity)
}

/** After the rules that are there: those were somebody's decision. */
function addRules(context: WriteContext, rules: Company['rules']): void {
  const known = listRules(context.db)
  const lowest = Math.min(...known.map((rule) => rule.priority), rules.length + 1)
  rules.forEach((rule, index) => {
    if (known.some((other) => describeRule(other) === describeRule(rule))) return
    createRule(context, { ...rule, priority: lowest - 1 - index })
  })
}
