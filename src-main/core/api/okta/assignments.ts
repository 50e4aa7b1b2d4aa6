import { prepared } from '../../db/open.ts'
import { beginAction, namesIn } from '../../okta/actions.ts'
import { assignGroup, changeAppGroup, listAppGroups, unassignGroup } from '../../okta/app-groups.ts'
import { describeAppUser, listAppUsers } from '../../okta/app-user-list.ts'
import { assignPerson, provision, pushProfile, setOwnValues, settle, unassignPerson } from '../../okta/app-users.ts'
import { groupOf, memberSeqs } from '../../okta/groups.ts'
import { lintsOfAssignments, lintsOfValues } from '../../okta/lint-facts.ts'
import { nameOf, personBySeq, personOf } from '../../okta/people.ts'
import { api } from '../context.ts'
import { appIn } from './context.ts'

export const assignmentRoutes = {
  people: api.okta.assignments.people.handler(({ context, input }) => {
    const { app, db } = appIn(context, input)
    return listAppUsers(db, app, input)
  }),
  person: api.okta.assignments.person.handler(({ context, input }) => {
    const { app, db } = appIn(context, input)
    return describeAppUser(db, app, personOf(db, input.personId))
  }),
  assignPeople: api.okta.assignments.assignPeople.handler(({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    return simulator.act((writing) => {
      const people = input.personIds.map((id) => personOf(writing.db, id))
      const actionId = beginAction(writing, `Assign ${namesIn(people.map(nameOf))}`)
      for (const person of people) assignPerson(writing, app, person, input.profile)
      settle(writing, actionId, people.map(({ seq }) => seq))
      return { actionId }
    })
  }),
  changePerson: api.okta.assignments.changePerson.handler(async ({ context, input }) => {
    const { app, simulator, db } = appIn(context, input)
    const person = personOf(db, input.personId)
    await simulator.act((writing) => {
      setOwnValues(writing, app, person.seq, input.profile)
      settle(writing, beginAction(writing, `Edit the assignment of ${nameOf(person)}`), [person.seq])
    })
    return describeAppUser(db, app, person)
  }),
  unassignPerson: api.okta.assignments.unassignPerson.handler(async ({ context, input }) => {
    const { app, simulator, db } = appIn(context, input)
    const person = personOf(db, input.personId)
    await simulator.act((writing) => {
      unassignPerson(writing, app, person.seq)
      settle(writing, beginAction(writing, `Unassign ${nameOf(person)}`), [person.seq])
    })
    return describeAppUser(db, app, person)
  }),
  pushProfile: api.okta.assignments.pushProfile.handler(async ({ context, input }) => {
    const { app, simulator, db } = appIn(context, input)
    const person = personOf(db, input.personId)
    await simulator.act((writing) => pushProfile(writing, beginAction(writing, `Push the profile of ${nameOf(person)}`), app, person))
    return describeAppUser(db, app, person)
  }),
  provision: api.okta.assignments.provision.handler(({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    return simulator.act((writing) => {
      const waiting = prepared<{ seq: number }>(
        writing.db, "SELECT person_seq AS seq FROM okta_app_users WHERE app_seq = ? AND assigned = 1 AND status IN ('unprovisioned', 'error')",
      ).all(app.seq).map(({ seq }) => personBySeq(writing.db, seq)).filter(({ id }) => input.personIds?.includes(id) ?? true)
      const actionId = beginAction(writing, `Provision ${waiting.length === 0 ? 'nobody' : namesIn(waiting.map(nameOf))}`)
      return { actionId, people: waiting.filter((person) => provision(writing, actionId, app, person)).length }
    })
  }),
  groups: api.okta.assignments.groups.handler(({ context, input }) => {
    const { app, db } = appIn(context, input)
    return listAppGroups(db, app)
  }),
  assignGroup: api.okta.assignments.assignGroup.handler(({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    return simulator.act((writing) => {
      const group = groupOf(writing.db, input.groupId)
      assignGroup(writing, app, group, input.profile)
      settle(writing, beginAction(writing, `Assign group ${group.name}`), memberSeqs(writing.db, group.seq))
      return listAppGroups(writing.db, app)
    })
  }),
  changeGroup: api.okta.assignments.changeGroup.handler(({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    return simulator.act((writing) => {
      const group = groupOf(writing.db, input.groupId)
      changeAppGroup(writing, app, group, input)
      settle(writing, beginAction(writing, `Edit the assignment of group ${group.name}`), memberSeqs(writing.db, group.seq))
      return listAppGroups(writing.db, app)
    })
  }),
  unassignGroup: api.okta.assignments.unassignGroup.handler(({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    return simulator.act((writing) => {
      const group = groupOf(writing.db, input.groupId)
      unassignGroup(writing, app, group)
      settle(writing, beginAction(writing, `Unassign group ${group.name}`), memberSeqs(writing.db, group.seq))
      return listAppGroups(writing.db, app)
    })
  }),
  lintValues: api.okta.assignments.lintValues.handler(({ context, input }) => {
    const { app, db, target } = appIn(context, input)
    return lintsOfValues(db, app, target, input.profile)
  }),
  lints: api.okta.assignments.lints.handler(({ context, input }) => {
    const { app, db, target } = appIn(context, input)
    return lintsOfAssignments(db, app, target)
  }),
}
