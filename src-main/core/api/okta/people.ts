import sample from '../../../../resources/companies/sample.json' with { type: 'json' }
import type { PersonDetail, PersonProfile } from '../../../../src-shared/api/okta/people.ts'
import type { Db } from '../../db/open.ts'
import { prepared } from '../../db/open.ts'
import type { Company } from '../../directory/company.ts'
import { beginAction } from '../../okta/actions.ts'
import { provisionWaiting, pushPassword } from '../../okta/app-users.ts'
import { peopleChanged } from '../../okta/effects.ts'
import { groupsOfPerson } from '../../okta/groups.ts'
import { changeProfile, createPerson, listPeople, moveOn, nameOf, personOf, removePerson, toPerson } from '../../okta/people.ts'
import { loadOrganization } from '../../okta/sample.ts'
import { api } from '../context.ts'
import { oktaOf } from './context.ts'

export const peopleRoutes = {
  list: api.okta.people.list.handler(({ context, input }) => listPeople(oktaOf(context, input.sandbox).db, input)),
  get: api.okta.people.get.handler(({ context, input }) => detail(oktaOf(context, input.sandbox).db, input.id)),
  create: api.okta.people.create.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => {
    const action = beginAction(writing, input.people.length === 1 ? `Add ${input.people[0]!.login}` : `Add ${input.people.length} people`)
    const rows = input.people.map((given) => createPerson(writing, { ...given, email: given.email ?? given.login } as PersonProfile, input.activate))
    peopleChanged(writing, action, rows.map(({ seq }) => seq))
    return rows.map(toPerson)
  })),
  change: api.okta.people.change.handler(async ({ context, input }) => {
    const { db, simulator } = oktaOf(context, input.sandbox)
    await simulator.act((writing) => {
      const person = changeProfile(writing, personOf(writing.db, input.id), input.profile)
      peopleChanged(writing, beginAction(writing, `Change the profile of ${nameOf(person)}`), [person.seq])
    })
    return detail(db, input.id)
  }),
  lifecycle: api.okta.people.lifecycle.handler(async ({ context, input }) => {
    const { db, simulator } = oktaOf(context, input.sandbox)
    await simulator.act((writing) => {
      const person = moveOn(writing, personOf(writing.db, input.id), input.action)
      const action = beginAction(writing, `${input.action[0]!.toUpperCase()}${input.action.slice(1)} ${nameOf(person)}`)
      peopleChanged(writing, action, [person.seq])
      if (person.status === 'ACTIVE') provisionWaiting(writing, action, person)
    })
    return detail(db, input.id)
  }),
  remove: api.okta.people.remove.handler(({ context, input }) => {
    const { simulator } = oktaOf(context, input.sandbox)
    return simulator.act((writing) => {
      const person = personOf(writing.db, input.id)
      removePerson(writing, person, simulator.underWay().some(({ personSeq }) => personSeq === person.seq))
    })
  }),
  resetPassword: api.okta.people.resetPassword.handler(async ({ context, input }) => {
    const { db, simulator } = oktaOf(context, input.sandbox)
    await simulator.act((writing) => {
      const person = personOf(writing.db, input.id)
      pushPassword(writing, beginAction(writing, `Reset the password of ${nameOf(person)}`), person)
    })
    return detail(db, input.id)
  }),
  loadSample: api.okta.people.loadSample.handler(async ({ context, input }) => {
    const { sandbox, simulator } = oktaOf(context, input.sandbox)
    const added = await simulator.act((writing) => loadOrganization(writing, sample as Company))
    await sandbox.saveSeed('the sample organization of Okta')
    return added
  }),
}

function detail(db: Db, id: string): PersonDetail {
  const person = personOf(db, id)
  return {
    ...toPerson(person),
    groups: groupsOfPerson(db, person.seq).map(({ id: groupId, name, byRule }) => ({ id: groupId, name, byRule })),
    apps: prepared<PersonDetail['apps'][number]>(
      db,
      `SELECT a.id, a.label, u.status, u.error FROM okta_app_users u JOIN okta_apps a ON a.seq = u.app_seq
       WHERE u.person_seq = ? AND (u.assigned = 1 OR u.status = 'error') ORDER BY a.seq`,
    ).all(person.seq),
  }
}
