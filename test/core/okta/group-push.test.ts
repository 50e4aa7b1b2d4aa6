import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
import type { SimulatedOkta } from '../../support/okta.ts'
import { rehearsal as inLab, scimError } from '../../support/rehearsal.ts'
import { startLab, type Lab } from '../../support/sandbox.ts'

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

/** Jane has an account, and is in the group eng-team; what arrives from here on is looked at. */
async function rehearsal(kind: AppKind) {
  const world = await inLab(lab, kind)
  const { app, okta } = world
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  await okta.group('eng-team', 'jane')
  app.taken()
  const lines = () => app.taken().filter((line) => !line.startsWith('{'))
  const push = async () => (await okta.okta.pushGroups.list(okta)).groups[0]
  const retryAll = () => okta.okta.pushGroups.retryAll(okta)
  return { ...world, lines, push, retryAll }
}
const lookup = 'GET /Groups?filter=displayName%20eq%20%22eng-team%22&startIndex=1&count=100'
const kinds = ['AIW', 'OIN'] as const

describe('okta-wire §6: a deactivated group push sends nothing', () => {
  test('one that waits for a 429 does not go on', async () => {
    const { app, okta, advance, lines, push } = await rehearsal('OIN')
    let isThrottled = true
    app.refuse((line) => (isThrottled && line.startsWith('PATCH') ? { status: 429, headers: { 'retry-after': '30' } } : null))
    await okta.push('eng-team')
    await okta.idle()
    expect(await okta.tasks()).toEqual(['group.push eng-team waiting'])
    isThrottled = false
    await okta.setPushActive('eng-team', false)
    lines()
    await advance(31)
    await okta.idle()
    expect(await okta.tasks()).toEqual([])
    expect(lines()).toEqual([])
    expect(await push()).toMatchObject({ status: 'Inactive' })
  })

  test('one in error is not retried, and activating it pushes the full list', async () => {
    const { app, okta, lines, push, retryAll } = await rehearsal('AIW')
    let isBroken = true
    app.refuse((line) => (isBroken && line.startsWith('POST') ? { status: 500, body: scimError('not now') } : null))
    await okta.push('eng-team')
    await okta.idle()
    expect(await push()).toMatchObject({ status: 'Error' })
    isBroken = false
    await okta.setPushActive('eng-team', false)
    lines()
    await retryAll()
    await okta.idle()
    expect(lines()).toEqual([])
    expect(await push()).toMatchObject({ status: 'Inactive', error: null })
    await okta.setPushActive('eng-team', true)
    await okta.idle()
    expect(lines()).toEqual([lookup, 'POST /Groups', 'GET /Groups/2', 'PUT /Groups/2'])
    expect(await push()).toMatchObject({ status: 'Active' })
  })

  test.each([['succeeds', null], ['fails', { status: 500, body: scimError('not now') }]])('a request under way that %s leaves it inactive', async (_how, refusal) => {
    const { app, okta, push } = await rehearsal('OIN')
    app.refuse((line) => (line.startsWith('PATCH') ? refusal : null))
    const held = app.hold('PATCH')
    await okta.push('eng-team')
    await held.reached
    await okta.setPushActive('eng-team', false)
    // While the clock stands still one operation goes at a time: Bob's ends after it.
    await okta.person('bob')
    await okta.assign('bob')
    held.release()
    await okta.idle()
    expect(await push()).toMatchObject({ status: 'Inactive', error: null })
  })
})

describe('okta-wire §6: the group of a first push that failed half way is not forgotten', () => {
  /** The POST is taken, and what follows is refused until the function that is returned is called. */
  function refuseAfterCreate(app: Awaited<ReturnType<typeof rehearsal>>['app'], refusal: { status: number; body?: string; headers?: Record<string, string> }) {
    let isBroken = true
    app.refuse((line) => (isBroken && /^(PUT|PATCH) /.test(line) ? refusal : null))
    return () => { isBroken = false }
  }
  const broken = { status: 500, body: scimError('not now') }

  test.each(kinds)('%s: unlinking deletes it in the app', async (kind) => {
    const { app, okta, lines } = await rehearsal(kind)
    const mend = refuseAfterCreate(app, broken)
    await okta.push('eng-team')
    await okta.idle()
    expect(await okta.tasks()).toEqual(['group.push eng-team error'])
    expect(app.groups.size).toBe(1)
    mend()
    lines()
    await okta.unlink('eng-team', 'delete')
    await okta.idle()
    expect(lines()).toEqual(['DELETE /Groups/2'])
    expect(app.groups.size).toBe(0)
  })

  test.each([
    ['AIW', ['GET /Groups/2', 'PUT /Groups/2']],
    ['OIN', ['PATCH /Groups/2', 'PATCH /Groups/2']],
  ] as const)('%s: Retry All Groups goes on with it, under the name it has by then', async (kind, sequence) => {
    const { app, okta, lines, push, retryAll } = await rehearsal(kind)
    const mend = refuseAfterCreate(app, broken)
    await okta.push('eng-team')
    await okta.idle()
    await okta.okta.apps.change({ ...okta, settings: { renameAppGroups: false } })
    await okta.rename('eng-team', 'platform')
    await okta.okta.apps.change({ ...okta, settings: { renameAppGroups: true } })
    await okta.person('bob')
    await okta.assign('bob')
    await okta.leave('eng-team', 'jane')
    await okta.idle()
    mend()
    lines()
    await retryAll()
    await okta.idle()
    expect(lines().slice(0, 2)).toEqual(sequence)
    expect([...app.groups.values()]).toMatchObject([{ displayName: 'platform', members: [] }])
    expect(await push()).toMatchObject({ status: 'Active', error: null, pushedMembers: 0 })
    expect(await okta.tasks()).toEqual([])
  })

  test('assumed that an existing group is an error: a wait after the POST does not meet its own group', async () => {
    const { app, okta, advance, lines, push } = await rehearsal('OIN')
    await okta.assume('existingGroup', 'error')
    const mend = refuseAfterCreate(app, { status: 429, headers: { 'retry-after': '30' } })
    await okta.push('eng-team')
    await okta.idle()
    mend()
    lines()
    await advance(30)
    await vi.waitFor(async () => expect(await okta.tasks()).toEqual([]))
    expect(lines()).toEqual(['PATCH /Groups/2', 'PATCH /Groups/2'])
    expect(await push()).toMatchObject({ status: 'Active' })
  })

  test.each([
    ['delete', ['DELETE /Groups/2'], 'the group is deleted in the app'],
    ['leave', [], 'nothing is sent'],
  ] as const)('unlinked while the POST is under way, with %s', async (mode, sequence, words) => {
    const { app, okta, lines } = await rehearsal('AIW')
    const held = app.hold('POST')
    await okta.push('eng-team')
    await held.reached
    await okta.unlink('eng-team', mode)
    const { items: [entry] } = await okta.okta.log.list({ sandbox: okta.sandbox, search: 'unlinked' })
    expect(entry!.message).toContain(words)
    await okta.person('bob')
    await okta.assign('bob')
    held.release()
    await okta.idle()
    expect(lines().filter((line) => line.includes('/Groups'))).toEqual([lookup, 'POST /Groups', 'GET /Groups/2', 'PUT /Groups/2', ...sequence])
    expect(app.groups.size).toBe(mode === 'delete' ? 0 : 1)
    const { items } = await okta.okta.tasks.list({ sandbox: okta.sandbox, show: 'all' })
    expect(items.filter(({ kind }) => kind.startsWith('group')).map(({ kind, subject, action }) => `${kind} ${subject}: ${action.label}`)).toEqual([
      ...sequence.map(() => 'group.delete eng-team: Unlink eng-team'), 'group.push eng-team: Push eng-team',
    ])
    expect((await okta.okta.log.list({ sandbox: okta.sandbox, search: 'group' })).items.map(({ target }) => target)).not.toContain('')
  })
})

describe('what failed again takes the place of what failed before', () => {
  test('Push now three times in error is one task, and Retry All Groups sends one sequence', async () => {
    const { app, okta, lines, push, retryAll } = await rehearsal('AIW')
    let isBroken = true
    app.refuse((line) => (isBroken && line.startsWith('POST') ? { status: 500, body: scimError('not now') } : null))
    await okta.push('eng-team')
    for (let again = 0; again < 3; again += 1) {
      await okta.idle()
      await okta.pushNow('eng-team')
    }
    await okta.idle()
    expect(await okta.tasks()).toEqual(['group.push eng-team error'])
    isBroken = false
    lines()
    await retryAll()
    await okta.idle()
    expect(lines()).toEqual([lookup, 'POST /Groups', 'GET /Groups/2', 'PUT /Groups/2'])
    expect(await push()).toMatchObject({ status: 'Active', error: null })
    expect(await okta.tasks()).toEqual([])
  })

  test('two updates of a person that both fail are sent once by Retry', async () => {
    const { app, okta, lines } = await rehearsal('AIW')
    let isBroken = true
    app.refuse((line) => (isBroken && line.startsWith('PUT') ? { status: 500, body: scimError('not now') } : null))
    const held = app.hold('PUT')
    await okta.change('jane', { lastName: 'Roe' })
    await held.reached
    await okta.change('jane', { lastName: 'Poe' })
    held.release()
    await okta.idle()
    expect(await okta.tasks()).toEqual(['user.update jane@acme.test error'])
    isBroken = false
    lines()
    await okta.okta.tasks.retry({ sandbox: okta.sandbox })
    await okta.idle()
    expect(lines()).toEqual(['GET /Users/1', 'PUT /Users/1'])
    expect(app.users.get('1')).toMatchObject({ displayName: 'Jane Poe' })
  })

  test('a password that failed and is retried leaves no error on the person', async () => {
    const { app, okta } = await rehearsal('OIN')
    let isBroken = true
    app.refuse((line) => (isBroken && line.startsWith('PATCH') ? { status: 500, body: scimError('not now') } : null))
    await okta.okta.people.resetPassword({ sandbox: okta.sandbox, id: okta.people.jane! })
    await okta.idle()
    const status = async () => (await okta.okta.assignments.person({ ...okta, personId: okta.people.jane! })).status
    expect(await status()).toBe('error')
    isBroken = false
    await okta.okta.tasks.retry({ sandbox: okta.sandbox })
    await okta.idle()
    expect(await status()).toBe('provisioned')
  })

  test.each([
    ['a new name', (okta: SimulatedOkta) => okta.rename('eng-team', 'platform'), 'group.members platform error'],
    ['a password', (okta: SimulatedOkta) => okta.okta.people.resetPassword({ sandbox: okta.sandbox, id: okta.people.jane! }), 'user.update jane@acme.test error'],
  ])('%s that arrives settles no other failure (OIN)', async (_what, act, left) => {
    const { app, okta, push } = await rehearsal('OIN')
    await okta.push('eng-team')
    await okta.idle()
    let isBroken = true
    app.refuse((line) => (isBroken && /^(PUT|PATCH) /.test(line) ? { status: 500, body: scimError('not now') } : null))
    await okta.change('jane', { lastName: 'Roe' })
    await okta.leave('eng-team', 'jane')
    await okta.idle()
    isBroken = false
    await act(okta)
    await okta.idle()
    expect(await okta.tasks()).toContain(left)
    expect(await push()).toMatchObject({ status: 'Error' })
  })
})
