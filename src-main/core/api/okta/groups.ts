import type { OktaGroupDetail } from '../../../../src-shared/api/okta/groups.ts'
import { type Db, prepared } from '../../db/open.ts'
import { beginAction, namesIn } from '../../okta/actions.ts'
import { membershipChanged, peopleChanged } from '../../okta/effects.ts'
import { createGroupRule, listGroupRules, removeGroupRule, setRuleActive } from '../../okta/group-rules.ts'
import {
  addMembers, changeGroup, createGroup, groupOf, listGroups, listMembers, removeGroup, removeMember, removeMembersBy, toGroup,
} from '../../okta/groups.ts'
import { nameOf, personOf } from '../../okta/people.ts'
import { groupRenamed } from '../../okta/push-groups.ts'
import { applyPushRules } from '../../okta/push-rules.ts'
import type { WriteContext } from '../../sandboxes/write-context.ts'
import { api, type ApiContext } from '../context.ts'
import { oktaOf } from './context.ts'

export const oktaGroupRoutes = {
  list: api.okta.groups.list.handler(({ context, input }) => listGroups(oktaOf(context, input.sandbox).db, input)),
  get: api.okta.groups.get.handler(({ context, input }) => detail(oktaOf(context, input.sandbox).db, input.id)),
  members: api.okta.groups.members.handler(({ context, input }) => {
    const { db } = oktaOf(context, input.sandbox)
    return listMembers(db, groupOf(db, input.id), input)
  }),
  create: api.okta.groups.create.handler(async ({ context, input }) => {
    const { db, simulator } = oktaOf(context, input.sandbox)
    const id = await simulator.act((writing) => {
      const group = createGroup(writing, input.name, input.description)
      applyPushRules(writing, beginAction(writing, `Add group ${group.name}`), group)
      return group.id
    })
    return detail(db, id)
  }),
  change: api.okta.groups.change.handler(({ context, input }) => act(context, input, (writing) => {
    const before = groupOf(writing.db, input.id)
    const group = changeGroup(writing, before, input)
    const action = beginAction(writing, group.name === before.name ? `Edit ${group.name}` : `Rename ${before.name} to ${group.name}`)
    if (group.name !== before.name) groupRenamed(writing, action, group)
    applyPushRules(writing, action, group)
  })),
  remove: api.okta.groups.remove.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => {
    const group = groupOf(writing.db, input.id)
    peopleChanged(writing, beginAction(writing, `Delete group ${group.name}`), removeGroup(writing, group))
  })),
  addMembers: api.okta.groups.addMembers.handler(({ context, input }) => act(context, input, (writing) => {
    const group = groupOf(writing.db, input.id)
    const people = input.personIds.map((id) => personOf(writing.db, id))
    const added = addMembers(writing, group, people.map(({ seq }) => seq))
    membershipChanged(writing, beginAction(writing, `Add ${namesIn(people.map(nameOf))} to ${group.name}`), group.seq, added)
  })),
  removeMember: api.okta.groups.removeMember.handler(({ context, input }) => act(context, input, (writing) => {
    const group = groupOf(writing.db, input.id)
    const person = personOf(writing.db, input.personId)
    removeMember(writing, group, person)
    membershipChanged(writing, beginAction(writing, `Remove ${nameOf(person)} from ${group.name}`), group.seq, [person.seq])
  })),
  removeAllMembers: api.okta.groups.removeAllMembers.handler(({ context, input }) => act(context, input, (writing) => {
    const group = groupOf(writing.db, input.id)
    membershipChanged(writing, beginAction(writing, `Remove everyone from ${group.name}`), group.seq, removeMembersBy(writing, group, null))
  })),
}

export const groupRuleRoutes = {
  list: api.okta.groupRules.list.handler(({ context, input }) => listGroupRules(oktaOf(context, input.sandbox).db)),
  create: api.okta.groupRules.create.handler(async ({ context, input }) => {
    const { db, simulator } = oktaOf(context, input.sandbox)
    const id = await simulator.act((writing) => {
      const group = groupOf(writing.db, input.groupId)
      const made = createGroupRule(writing, input, group)
      membershipChanged(writing, beginAction(writing, `Group rule ${input.name}`), group.seq, made.changed)
      return made.id
    })
    return listGroupRules(db).find((rule) => rule.id === id)!
  }),
  setActive: api.okta.groupRules.setActive.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => {
    const { rule, groupSeq, changed } = setRuleActive(writing, input.id, input.active)
    membershipChanged(writing, beginAction(writing, `${input.active ? 'Activate' : 'Deactivate'} group rule ${rule.name}`), groupSeq, changed)
    return rule
  })),
  remove: api.okta.groupRules.remove.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => {
    const { groupSeq, changed } = removeGroupRule(writing, input.id)
    membershipChanged(writing, beginAction(writing, 'Delete a group rule'), groupSeq, changed)
  })),
}

async function act(context: ApiContext, input: { sandbox: string; id: string }, work: (writing: WriteContext) => void): Promise<OktaGroupDetail> {
  const { db, simulator } = oktaOf(context, input.sandbox)
  await simulator.act(work)
  return detail(db, input.id)
}

function detail(db: Db, id: string): OktaGroupDetail {
  const group = groupOf(db, id)
  return {
    ...toGroup(group),
    assigned: prepared<OktaGroupDetail['assigned'][number]>(
      db, 'SELECT a.id, a.label FROM okta_app_groups g JOIN okta_apps a ON a.seq = g.app_seq WHERE g.group_seq = ? ORDER BY a.seq',
    ).all(group.seq),
    pushed: prepared<OktaGroupDetail['pushed'][number]>(
      db, 'SELECT a.id, a.label, m.status FROM okta_push_groups m JOIN okta_apps a ON a.seq = m.app_seq WHERE m.group_seq = ? ORDER BY a.seq',
    ).all(group.seq),
  }
}
