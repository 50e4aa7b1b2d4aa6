import { afterAll, describe, expect, test } from 'vitest'
import { CORE_USER, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { switchIds } from '../../src-shared/domain/switches.ts'
import { expectError } from '../support/rows.ts'
import { groupBody, personBody, startLab, type Variant } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())
const fresh = async (variant?: Variant) => (await lab).sandbox(variant)

describe('engine §8, testmu-provisioning §1 flags', () => {
  test('a new sandbox has all four on', async () => {
    const s = await fresh()
    expect((await s.api.settings.organization({ sandbox: s.slug })).flags)
      .toEqual({ groupProvisioning: true, teams: true, concurrencyGroups: true, subOrganizations: true })
  })

  test('Group Provisioning off: group writes 403, reads 200, users unaffected; on again resumes', async () => {
    const s = await fresh()
    await s.user('jane')
    const id = await s.group('eng', { members: ['jane'], roles: ['Admin'] })
    await s.api.settings.setFlag({ sandbox: s.slug, flag: 'groupProvisioning', on: false })
    const rename = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'displayName', value: 'x' }] }
    for (const [method, path, body] of [
      ['POST', '/Groups', groupBody('ops')], ['PUT', `/Groups/${id}`, groupBody('x')], ['PATCH', `/Groups/${id}`, rename], ['DELETE', `/Groups/${id}`],
    ] as const) {
      const reply = await s.scim(method, path, body)
      expect(reply.status, `${method} ${path}`).toBe(403)
      expect(reply.effects).toEqual([])
      expectError(reply)
    }
    expect((await s.scim('GET', '/Groups')).body.totalResults).toBe(1)
    expect((await s.scim('GET', `/Groups/${id}`)).body).toMatchObject({ displayName: 'eng', members: [{ value: s.ids.jane }] })
    expect((await s.scim('POST', '/Users', personBody('bob'))).status).toBe(201)
    expect(await s.role(s.ids.jane!)).toBe('Admin')
    await s.api.settings.setFlag({ sandbox: s.slug, flag: 'groupProvisioning', on: true })
    expect((await s.scim('PATCH', `/Groups/${id}`, rename)).effects).toEqual(['group.renamed'])
  })

  test('Concurrency Groups off: LambdatestGroup is ignored with a warning; on → reconcile', async () => {
    const s = await fresh()
    await s.api.entities.create({ sandbox: s.slug, kind: 'concurrencyGroup', name: 'mobile-lab' })
    await s.api.settings.setFlag({ sandbox: s.slug, flag: 'concurrencyGroups', on: false })
    const body = personBody('jane', undefined, { [LAMBDATEST_USER]: { LambdatestGroup: 'mobile-lab' } })
    const reply = await s.scim('POST', '/Users', body)
    expect(reply.status).toBe(201)
    expect(reply.effects).toEqual(['user.created', 'role.changed'])
    const { findings } = await s.exchange('POST', '/Users')
    expect(findings).toContainEqual(expect.objectContaining({ path: expect.stringContaining('LambdatestGroup') }))
    await s.api.settings.setFlag({ sandbox: s.slug, flag: 'concurrencyGroups', on: true })
    const { assignments } = await s.api.users.get({ sandbox: s.slug, id: reply.body.id })
    expect(assignments.map(({ kind, name }) => [kind, name])).toEqual([['subOrganization', 'Root organization'], ['concurrencyGroup', 'mobile-lab']])
  })
})

describe('engine §3 concurrency precedence', () => {
  test('the name is resolved again when an entity is created, renamed, deleted', async () => {
    const s = await fresh()
    const { body } = await s.scim('POST', '/Users', personBody('jane', undefined, { [LAMBDATEST_USER]: { LambdatestGroup: 'mobile-lab' } }))
    const where = async () => (await s.api.users.get({ sandbox: s.slug, id: body.id })).assignments.find(({ kind }) => kind === 'concurrencyGroup')!.name
    const first = await where()
    expect(first).not.toBe('mobile-lab')
    const { id } = await s.api.entities.create({ sandbox: s.slug, kind: 'concurrencyGroup', name: 'mobile-lab' })
    expect(await where()).toBe('mobile-lab')
    await s.api.entities.change({ sandbox: s.slug, id, name: 'other' })
    expect(await where()).toBe(first)
    await s.api.entities.change({ sandbox: s.slug, id, name: 'Mobile-Lab' })
    expect(await where()).toBe('Mobile-Lab')
    await s.api.entities.remove({ sandbox: s.slug, id })
    expect(await where()).toBe(first)
  })
})

describe('engine §8 profiles', () => {
  test('the base profile changes only while the sandbox is empty', async () => {
    const s = await fresh()
    expect((await s.api.settings.setProfile({ sandbox: s.slug, profile: 'rfc7644', strictness: 'strict' }))).toMatchObject({ profile: 'rfc7644', strictness: 'strict' })
    await s.user('jane')
    await expect(s.api.settings.setProfile({ sandbox: s.slug, profile: 'testmu', strictness: 'strict' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await s.api.settings.profile({ sandbox: s.slug })).toMatchObject({ profile: 'rfc7644', canChangeProfile: false })
  })

  test('a single switch applies to later requests, null returns to the profile', async () => {
    const s = await fresh()
    const id = await s.user('jane')
    const off = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value: { active: false } }] }
    await s.api.settings.setSwitch({ sandbox: s.slug, id: 'patchResponse', value: '204' })
    const reply = await s.scim('PATCH', `/Users/${id}`, off)
    expect([reply.status, reply.text]).toEqual([204, ''])
    await s.api.settings.setSwitch({ sandbox: s.slug, id: 'patchResponse', value: null })
    expect((await s.scim('PATCH', `/Users/${id}`, off)).status).toBe(200)
    await expect(s.api.settings.setSwitch({ sandbox: s.slug, id: 'patchResponse', value: '999' })).rejects.toMatchObject({ status: 400 })
  })

  test('every switch is listed with tag and source', async () => {
    const s = await fresh()
    const { switches } = await s.api.settings.profile({ sandbox: s.slug })
    expect(switches.map(({ id }) => id).toSorted()).toEqual([...switchIds].toSorted())
    for (const { tag, source } of switches) expect([tag, source]).toEqual([expect.stringMatching(/^[DCA]$/), expect.stringMatching(/\w/)])
  })

  test('RFC profile: LambdaTest extensions off, displayName not unique, uuid ids', async () => {
    const s = await fresh({ profile: 'rfc7644' })
    const jane = await s.scim('POST', '/Users', personBody('jane', 'Admin'))
    expect(jane.body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(jane.body).not.toHaveProperty([LAMBDATEST_USER])
    const ids = [await s.group('eng'), await s.group('eng')]
    expect(new Set(ids).size).toBe(2)
  })

  test('RFC profile: nested groups stored but not expanded', async () => {
    const s = await fresh({ profile: 'rfc7644' })
    await s.user('jane')
    await s.group('inner', { members: ['jane'] })
    const outer = await s.group('outer', { members: ['inner'] })
    expect((await s.scim('GET', `/Groups/${outer}`)).body.members).toMatchObject([{ value: s.ids.inner, type: 'Group' }])
    expect((await s.scim('GET', `/Users/${s.ids.jane}`)).body.groups.map(({ value }) => value)).toEqual([s.ids.inner])
  })

  test('RFC profile: userName mutable, attributes cleared by PUT', async () => {
    const s = await fresh({ profile: 'rfc7644' })
    const id = await s.user('jane', { extra: { nickName: 'JJ' } })
    const reply = await s.scim('PUT', `/Users/${id}`, { schemas: [CORE_USER], userName: 'janet' })
    expect(reply.body).toMatchObject({ id, userName: 'janet' })
    expect(reply.body).not.toHaveProperty('nickName')
    expect(reply.effects).toEqual(['user.updated'])
  })
})
