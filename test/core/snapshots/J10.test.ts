import { afterAll, expect, test } from 'vitest'
import { simulatedOkta } from '../../support/okta.ts'
import { type Sandbox, startLab } from '../../support/sandbox.ts'
import { exported } from '../../support/transfer.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const workers = 8
const runs = 1_000

test('J10: eight workers, each in a sandbox of its own that is reset before each test: 1,000 runs, none sees another or the one before', async () => {
  const { api, sandbox } = await lab
  const made = await Promise.all(Array.from({ length: workers }, async (_, index) => {
    const s = await sandbox({ profile: index % 2 === 0 ? 'testmu' : 'rfc7644' })
    await api.fixtures.seed({ sandbox: s.slug, users: 20, groups: 2, seed: s.slug, domain: `${s.slug}.test`, clock: 1_800_000_000_000 })
    return s
  }))
  const first = new Map<string, string>()
  const work = async (s: Sandbox) => {
    for (let run = 0; run < runs / workers; run += 1) {
      // Every tenth rehearses Okta as well, which takes ten times as long.
      const withOkta = run % 10 === 0
      const left = await oneTest(s, withOkta)
      const key = `${s.slug}${withOkta ? ' with Okta' : ''}`
      const known = first.get(key) ?? left
      first.set(key, known)
      expect(left === known, `run ${run} of ${s.slug} left what its first did`).toBe(true)
    }
  }
  await Promise.all(made.map(work))
  for (const [key, left] of first) {
    const slug = key.split(' ')[0]!
    const others = made.filter((other) => other.slug !== slug).map((other) => other.slug)
    expect(left).toContain(`only-${slug}@acme.test`)
    expect(others.filter((other) => left.includes(`@${other}.test`) || left.includes(`only-${other}@`))).toEqual([])
  }
}, 600_000)

/** What one end-to-end test does: changes in the directory, in the Okta, and a fault. Returns the state it leaves. */
async function oneTest(s: Sandbox, withOkta: boolean): Promise<string> {
  const { core, api } = await lab
  expect(await api.snapshots.reset({ sandbox: s.slug })).toMatchObject({ users: 20, groups: 2 })
  await s.user(`only-${s.slug}`)
  await s.group('team', { members: [`only-${s.slug}`] })
  if (withOkta) await rehearse(s)
  expect((await s.scim('GET', '/Users')).body.totalResults).toBe(withOkta ? 22 : 21)
  await api.faults.create({
    sandbox: s.slug, name: '', enabled: true, method: 'DELETE', path: '/Users/*', user: '', nth: 1, count: 1, moment: 'before', effect: { kind: 'reset' },
  })
  return exported(core, s)
}

async function rehearse(s: Sandbox): Promise<void> {
  const okta = await simulatedOkta(s)
  await okta.person(`person-${s.slug}`)
  await okta.assign(`person-${s.slug}`)
  await okta.idle()
}
