import { expect, test } from 'vitest'
import { missingOf, readinessOf, type MemberFacts } from '../../../src-main/core/okta/readiness.ts'
import { readinessSchema } from '../../../src-shared/api/okta/push-groups.ts'

const ready: MemberFacts = {
  personId: '00u1', login: 'jane@acme.test', name: 'Jane Roe', personStatus: 'ACTIVE', assigned: true, externalId: '23', error: null,
}

test.each<[string, Partial<MemberFacts>, ReturnType<typeof missingOf>, RegExp]>([
  ['is sent', {}, null, /^$/],
  ['is sent although the last update failed', { error: 'Bad Request.' }, null, /^$/],
  ['is not assigned', { assigned: false, externalId: null }, 'unassigned', /^Not assigned to the app: assign [^.]*\. Then Push Now\.$/],
  ['is no longer assigned', { assigned: false }, 'unassigned', /^Not assigned/],
  ['was never provisioned', { externalId: null }, 'unprovisioned', /^No account in the app: assigned before .* Provision User\. Then Push Now\.$/],
  ['could not be provisioned', { externalId: null, error: 'Conflict' }, 'unprovisioned', /: Conflict\. Clear the cause and retry the task\. Then Push Now/],
  ['is suspended', { personStatus: 'SUSPENDED' }, 'inactive', /^Suspended in Okta: unsuspend the person\. Then Push Now\.$/],
  ['is deactivated', { personStatus: 'DEPROVISIONED' }, 'inactive', /^Deactivated in Okta/],
  ['lacks two things', { assigned: false, externalId: null, personStatus: 'STAGED' }, 'unassigned', /^Not assigned.* Not activated in Okta yet.* Then Push Now\.$/],
])('a member who %s', (_, changed, missing, text) => {
  const member = { ...ready, ...changed }
  const row = readinessOf(member)
  expect(missingOf(member)).toBe(missing)
  expect(row).toEqual(readinessSchema.parse(row))
  expect(row.text).toMatch(text)
  expect(row).toMatchObject({
    isSent: missing === null, assigned: member.assigned, provisioned: member.externalId !== null, active: member.personStatus === 'ACTIVE',
  })
})
