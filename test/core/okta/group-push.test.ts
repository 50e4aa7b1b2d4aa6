import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
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
