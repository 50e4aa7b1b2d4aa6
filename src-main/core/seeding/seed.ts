import type { SeedPlan } from '../../../src-shared/api/fixtures.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_GROUP, LAMBDATEST_GROUP } from '../../../src-shared/scim/urns.ts'
import { createGroup } from '../directory/groups.ts'
import { addMembership } from '../directory/memberships.ts'
import { findByKey, insertResource, type ResourceRow } from '../directory/resources.ts'
import { announce, planUnplanned } from '../fixtures/announce.ts'
import { beginClaimsOfMember } from '../provisioning/claims.ts'
import { nextId } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { readResource } from '../scim/schema/read.ts'
import { type Chance, createChance } from './chance.ts'
import { people } from './people.ts'
import { teamNames } from './teams.ts'

/** Fills a sandbox with a believable company, without a request: who is there already stays as they are. */
export function seedCompany(context: WriteContext, plan: SeedPlan): void {
  const chance = createChance(plan.seed)
  const users = seedUsers(context, chance, plan)
  seedGroups(context, chance, plan, users)
  planUnplanned(context)
  announce(context, 'seed', `a company from seed ${plan.seed}`)
}

/** The sequence numbers of those that are new. */
function seedUsers(context: WriteContext, chance: Chance, { users, domain, edgeCases }: SeedPlan): number[] {
  const model = modelOf(context, 'User')
  const made: number[] = []
  let number = 0
  for (const body of people(chance, users, domain, edgeCases)) {
    number += 1
    context.progress?.(number, users)
    if (findByKey(context.db, 'User', String(body.userName))) continue
    const { value } = readResource(model, body, context.switches, 'create')
    const id = nextId(context.db, 'User', context.switches.ids, context.settings.seed)
    made.push(insertResource(context.db, model, id, value, context.now).seq)
  }
  return made
}

function seedGroups(context: WriteContext, chance: Chance, plan: SeedPlan, users: readonly number[]): void {
  const groups = teamNames(chance, plan.groups).flatMap((displayName) => seedGroup(context, chance, displayName) ?? [])
  if (groups.length === 0) return
  for (const seq of users) {
    for (const group of teamsOf(chance, groups)) {
      if (addMembership(context.db, group.seq, seq)) beginClaimsOfMember(context.db, group.seq, seq)
    }
  }
}

/** Everybody is in a team; some work for a second and a third. */
function teamsOf(chance: Chance, groups: readonly ResourceRow[]): ResourceRow[] {
  const count = chance.share(0.4) ? (chance.share(0.3) ? 3 : 2) : 1
  return Array.from({ length: count }, () => groups[chance.skewed(groups.length)]!)
}

function seedGroup(context: WriteContext, chance: Chance, displayName: string): ResourceRow | null {
  if (findByKey(context.db, 'Group', displayName)) return null
  const role = chance.share(0.05) ? 'Admin' : chance.share(0.1) ? 'Guest' : chance.share(0.2) ? 'User' : null
  const body: JsonObject = { schemas: [CORE_GROUP], displayName, ...(role && { [LAMBDATEST_GROUP]: { LambdatestRoles: [role] } }) }
  const model = modelOf(context, 'Group')
  const row = createGroup(context, model, readResource(model, body, context.switches, 'create').value, [])
  context.events.length = 0
  return row
}

function modelOf({ models }: WriteContext, name: string): ResourceModel {
  return models.find((model) => model.type.name === name)!
}
