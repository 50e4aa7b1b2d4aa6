import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { App } from '../../src-shared/api/okta/apps.ts'
import type { OktaGroup } from '../../src-shared/api/okta/groups.ts'
import type { Person } from '../../src-shared/api/okta/people.ts'
import { startHost } from '../support/host.ts'
import { load, median, rounds, startBare } from './load.ts'

/** People assigned by a group (lookup and create each), beside bare Express answering POSTs in the same run. */
export async function assignGroup(people: number): Promise<string> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await bareRate())
    ours.push(await assignRate(people))
  }
  const [mine, ceiling] = [median(ours), median(theirs)]
  return `\nThe simulated Okta assigns a group of ${people.toLocaleString('en-US')}: ${Math.round(mine)} people/s (aim 500), `
    + `${Math.round(mine * 2)} requests/s; bare Express ${Math.round(ceiling)} requests/s, ratio ${((mine * 2) / ceiling).toFixed(2)}`
}

async function assignRate(people: number): Promise<number> {
  const host = await startHost(['--ephemeral'])
  try {
    const call = <Result>(method: string, path: string, body?: object) => host.call<Result>(method, `/sandboxes/${host.sandbox}/okta${path}`, body)
    const app = await call<App>('POST', '/apps', { label: 'TestMu AI' })
    await call('PATCH', `/apps/${app.id}`, { settings: { supported: { pushNewUsers: true }, toApp: { createUsers: true } } })
    await call('PUT', `/apps/${app.id}/credential`, { fromSandbox: true })
    const made = await call<Person[]>('POST', '/people', {
      people: Array.from({ length: people }, (_, n) => ({ login: `user${n}@acme.test`, firstName: `Given${n}`, lastName: `Family${n % 997}` })),
    })
    const group = await call<OktaGroup>('POST', '/groups', { name: 'everyone' })
    await call('POST', `/groups/${group.id}/members`, { personIds: made.map(({ id }) => id) })
    const started = performance.now()
    await call('POST', `/apps/${app.id}/assignments/groups`, { groupId: group.id })
    while ((await call<{ pending: number }>('GET', '/tasks/counts')).pending > 0) await wait(100)
    const rate = (people * 1000) / (performance.now() - started)
    const { total } = await host.call<{ total: number }>('GET', `/sandboxes/${host.sandbox}/users?limit=1`)
    if (total !== people) throw new Error(`${total} of ${people} people arrived`)
    return rate
  } finally {
    await host.stop()
  }
}

async function bareRate(): Promise<number> {
  const bare = await startBare({ POST: { status: 201, body: '{"id":"1"}' } })
  try {
    return await load(`http://127.0.0.1:${bare.port}`, 'none', { name: 'POST', bar: 0, method: 'POST', request: () => ({ path: '/Users', body: { userName: 'jane@acme.test' } }) })
  } finally {
    bare.child.kill('SIGTERM')
    await once(bare.child, 'exit')
  }
}
