import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
import type { ForeignApp } from '../../support/foreign-app.ts'
import { rehearsal as inLab, scimError } from '../../support/rehearsal.ts'
import { startLab, type Lab } from '../../support/sandbox.ts'

// What an admin does while a request about the same person is under way, or after a sequence ended half way.

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

async function rehearsal(kind: AppKind) {
  const world = await inLab(lab, kind)
  await world.okta.person('jane')
  const accounts = () => [...world.app.users.values()].map(({ userName, active }) => `${String(userName)} ${String(active)}`)
  const deactivations = async () => {
    const { items } = await world.okta.okta.tasks.list({ sandbox: world.okta.sandbox, show: 'all' })
    return items.filter(({ kind: what }) => what === 'user.deactivate').map(({ state }) => state)
  }
  return { ...world, accounts, deactivations }
}
const kinds = ['AIW', 'OIN'] as const
const lines = (app: ForeignApp) => app.taken().filter((line) => !line.startsWith('{'))
const broken = { status: 500, body: scimError('not now') }

describe('an account that was found and could not be updated', () => {
  test.each(kinds)('%s: is known, so that unassigning deactivates it', async (kind) => {
    const { app, okta, accounts } = await rehearsal(kind)
    let isBroken = true
    app.users.set('7', { id: '7', userName: 'jane@acme.test', active: true })
    app.refuse((line) => (isBroken && line.startsWith('PUT') ? broken : null))
    await okta.assign('jane')
    await okta.idle()
    expect(await okta.tasks()).toEqual(['user.assign jane@acme.test error'])
    isBroken = false
    await okta.unassign('jane')
    await okta.idle()
    expect(accounts()).toEqual(['jane@acme.test false'])
  })

  test('is taken over by Retry, with what changed meanwhile, and not by an update', async () => {
    const { app, okta, accounts } = await rehearsal('AIW')
    let isBroken = true
    app.users.set('7', { id: '7', userName: 'jane@acme.test', active: false })
    app.refuse((line) => (isBroken && line.startsWith('PUT') ? broken : null))
    await okta.assign('jane')
    await okta.idle()
    await okta.change('jane', { lastName: 'Roe' })
    await okta.idle()
    expect(await okta.tasks()).toEqual(['user.assign jane@acme.test error'])
    isBroken = false
    await okta.okta.tasks.retry({ sandbox: okta.sandbox })
    await okta.idle()
    expect(accounts()).toEqual(['jane@acme.test true'])
    expect(app.users.get('7')).toMatchObject({ displayName: 'Jane Roe' })
  })
})

describe('somebody unassigned while a request is under way is deactivated once', () => {
  const deactivation = { AIW: ['GET /Users/1', 'PUT /Users/1'], OIN: ['PATCH /Users/1'] }

  test.each(kinds)('%s: the POST', async (kind) => {
    const { app, okta, accounts, deactivations } = await rehearsal(kind)
    const held = app.hold('POST')
    await okta.assign('jane')
    await held.reached
    await okta.unassign('jane')
    held.release()
    await vi.waitFor(async () => expect(await deactivations()).toEqual(['done']))
    expect(lines(app).slice(2)).toEqual(deactivation[kind])
    expect(accounts()).toEqual(['jane@acme.test false'])
  })

  test.each(kinds)('%s: the PUT of the profile', async (kind) => {
    const { app, okta, accounts, deactivations } = await rehearsal(kind)
    await okta.assign('jane')
    await okta.idle()
    const held = app.hold('PUT')
    await okta.change('jane', { lastName: 'Roe' })
    await held.reached
    app.taken()
    await okta.unassign('jane')
    held.release()
    await okta.idle()
    expect(lines(app)).toEqual(deactivation[kind])
    expect(await deactivations()).toEqual(['done'])
    expect(accounts()).toEqual(['jane@acme.test false'])
  })

  test.each(kinds)('%s: the lookup that finds an account, though the PUT then fails', async (kind) => {
    const { app, okta, accounts, deactivations } = await rehearsal(kind)
    app.users.set('1', { id: '1', userName: 'jane@acme.test', active: true })
    let refusals = 1
    app.refuse((line) => (line.startsWith('PUT') && refusals-- > 0 ? broken : null))
    const held = app.hold('GET /Users?')
    await okta.assign('jane')
    await held.reached
    await okta.unassign('jane')
    held.release()
    await vi.waitFor(async () => expect(await deactivations()).toEqual(['done']))
    expect(accounts()).toEqual(['jane@acme.test false'])
  })

  test.each(kinds)('%s: the PUT that takes an account over', async (kind) => {
    const { app, okta, accounts, deactivations } = await rehearsal(kind)
    app.users.set('1', { id: '1', userName: 'jane@acme.test', active: true })
    const held = app.hold('PUT')
    await okta.assign('jane')
    await held.reached
    app.taken()
    await okta.unassign('jane')
    held.release()
    await okta.idle()
    expect(lines(app)).toEqual(deactivation[kind])
    expect(await deactivations()).toEqual(['done'])
    expect(accounts()).toEqual(['jane@acme.test false'])
  })
})

describe('what Okta deletes while an app is still to be told', () => {
  test('a person or an app is refused while a request is under way, though it was withdrawn', async () => {
    const { app, okta, accounts } = await rehearsal('AIW')
    const removePerson = () => okta.okta.people.remove({ sandbox: okta.sandbox, id: okta.people.jane! })
    const held = app.hold('POST')
    const { actionId } = await okta.okta.assignments.assignPeople({ ...okta, personIds: [okta.people.jane!] })
    await held.reached
    await okta.okta.tasks.cancel({ sandbox: okta.sandbox, id: actionId })
    await expect(okta.okta.apps.remove(okta)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('under way') as string })
    await okta.lifecycle('jane', 'deactivate')
    await expect(removePerson()).rejects.toMatchObject({ status: 409, message: expect.stringContaining('Wait for it') as string })
    held.release()
    await vi.waitFor(() => expect(accounts()).toEqual(['jane@acme.test false']))
    await okta.idle()
    await removePerson()
    await okta.okta.apps.remove(okta)
    expect(await okta.okta.apps.list({ sandbox: okta.sandbox })).toEqual([])
  })

  test('a person is refused whose deactivation failed, until it is retried or dismissed', async () => {
    const { app, okta } = await rehearsal('OIN')
    const removePerson = () => okta.okta.people.remove({ sandbox: okta.sandbox, id: okta.people.jane! })
    await okta.assign('jane')
    await okta.idle()
    app.refuse((line) => (line.startsWith('PATCH') ? broken : null))
    await okta.lifecycle('jane', 'deactivate')
    await okta.idle()
    expect(await okta.tasks()).toEqual(['user.deactivate jane@acme.test error'])
    await expect(removePerson()).rejects.toMatchObject({ status: 409, message: expect.stringContaining('Retry or dismiss') as string })
    const { items } = await okta.okta.tasks.list({ sandbox: okta.sandbox })
    await okta.okta.tasks.dismiss({ sandbox: okta.sandbox, ids: items.map(({ id }) => id) })
    await removePerson()
    expect((await okta.okta.people.list({ sandbox: okta.sandbox })).total).toBe(0)
  })
})
