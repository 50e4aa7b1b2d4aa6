import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLab, type Lab } from '../support/sandbox.ts'

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

test('the sample company shows every kind of mapping, and one open conflict', async () => {
  const { slug: sandbox } = await lab.sandbox()
  expect(await lab.api.sandboxes.loadSampleCompany({ sandbox })).toEqual({ users: 60, groups: 12 })
  const { counts } = await lab.api.mappings.groups({ sandbox, limit: 500 })
  expect(counts).toEqual({ Pending: 4, Approved: 1, 'Auto-Approved': 7, Rejected: 0 })
  const conflicts = await lab.api.conflicts.list({ sandbox })
  expect(conflicts.items.map(({ userName, type }) => [userName, type])).toEqual([['elif.yilmaz@acme.test', 'Concurrency Group']])
  const subOrganizations = await lab.api.entities.list({ sandbox, kind: 'subOrganization' })
  expect(subOrganizations.items.map(({ name, members }) => [name, members])).toContainEqual(['sales-emea', 3])
})

test('loading it again, or where types are off, changes nothing that is there', async () => {
  const { slug: sandbox } = await lab.sandbox()
  await lab.api.settings.setFlag({ sandbox, flag: 'teams', on: false })
  await lab.api.sandboxes.loadSampleCompany({ sandbox })
  expect((await lab.api.mappings.groups({ sandbox })).counts.Approved).toBe(0)
  expect(await lab.api.sandboxes.loadSampleCompany({ sandbox })).toEqual({ users: 0, groups: 0 })
  expect(await lab.api.rules.list({ sandbox })).toHaveLength(5)
})
