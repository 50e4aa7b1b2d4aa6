import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CORE_GROUP, CORE_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { startHost, type Host } from '../support/host.ts'
import { send, type Answer } from '../support/wire.ts'
import { assignGroup } from './assign.ts'
import { load, median, rounds, seconds, startBare, type Work } from './load.ts'
import { seedUsers } from './seed.ts'

// Sizes can be cut down for a quick look: BENCH_SIZES=1000 BENCH_SECONDS=1 npm run bench
const sizes = (process.env.BENCH_SIZES ?? '1000,100000').split(',').map(Number)

for (const size of sizes) await benchSize(size)
console.log(await assignGroup(5_000))

async function benchSize(size: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'scimbox-bench-'))
  try {
    const ids = await seedUsers(dataDir, size)
    const host = await startHost(['--data-dir', dataDir])
    try {
      // Every pushed group becomes a team, so that what is measured includes the engine.
      await host.call('POST', `/sandboxes/${host.sandbox}/rules`, { type: 'Match All', kind: 'team', autoApprove: true })
      const works = await workOf(host, ids)
      console.log(`\n### ${size.toLocaleString('en-US')} users, ${rounds} rounds of ${seconds} s, medians\n`)
      console.log('| work | Scimbox req/s | bare Express req/s | ratio | bar |\n|---|---:|---:|---:|---:|')
      for (const work of works) console.log(await row(host, work))
      console.log(await pushCosts(host, ids))
    } finally {
      await host.stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function workOf(host: Host, ids: string[]): Promise<Work[]> {
  const id = (n: number) => ids[(n * 7919) % ids.length]!
  const works: Work[] = [
    { name: 'GET /Users/{id}', bar: 0.75, method: 'GET', request: (n) => ({ path: `/Users/${id(n)}` }) },
    {
      name: 'GET /Users?filter=userName eq', bar: 0.75, method: 'GET',
      request: (n) => ({ path: `/Users?filter=${encodeURIComponent(`userName eq "user${(n * 7919) % ids.length}@acme.test"`)}` }),
    },
    {
      name: 'POST /Users', bar: 0.4, method: 'POST',
      request: (n) => ({ path: '/Users', body: person(`new${process.hrtime.bigint()}-${n}`) }),
    },
  ]
  for (const members of [10, 10_000].filter((count) => count < ids.length)) {
    const group = await push(host, `mapped group of ${members}`, ids.slice(0, members))
    const mover = ids.at(-1)!
    // One client: each request undoes the one before, so every one of them writes.
    works.push({
      name: `PATCH one member, mapped group of ${members.toLocaleString('en-US')}`, bar: 0.4, method: 'PATCH', connections: 1,
      request: (n) => ({
        path: `/Groups/${group.body.id}?excludedAttributes=members`,
        body: { schemas: [PATCH_OP], Operations: [n % 2 === 0
          ? { op: 'add', path: 'members', value: [{ value: mover }] }
          : { op: 'remove', path: `members[value eq "${mover}"]` }] },
      }),
    })
  }
  return works
}

async function push(host: Host, displayName: string, members: string[]): Promise<Answer> {
  const group = await call(host, 'POST', '/Groups?excludedAttributes=members', {
    schemas: [CORE_GROUP], displayName, members: members.map((value) => ({ value })),
  })
  if (group.status !== 201) throw new Error(`${displayName}: ${group.status} ${group.text}`)
  return group
}

/** What a member of a large push costs, by the size of the push: linear is the same for all. */
async function pushCosts(host: Host, ids: string[]): Promise<string> {
  const costs: string[] = []
  for (const members of [1_000, 10_000].filter((count) => count < ids.length)) {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now()
      await push(host, `push ${round} of ${members}`, ids.slice(0, members))
      times.push(((performance.now() - started) * 1000) / members)
    }
    costs.push(`${members.toLocaleString('en-US')}: ${Math.round(median(times))} µs`)
  }
  return costs.length === 0 ? '' : `\nPush into an approved mapping, per member of ${costs.join(' · ')}`
}

async function row(host: Host, work: Work): Promise<string> {
  const first = work.request(0)
  const sample = await call(host, work.method, first.path, first.body)
  if (sample.status >= 300) throw new Error(`${work.name}: ${sample.status} ${sample.text}`)
  const bare = await startBare({ [work.method]: { status: sample.status, body: sample.text } })
  const ours: number[] = []
  const theirs: number[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await load(`http://127.0.0.1:${bare.port}`, host.token!, work))
      ours.push(await load(host.scimUrl, host.token!, work))
    }
  } finally {
    bare.child.kill('SIGTERM')
    await once(bare.child, 'exit')
  }
  const [mine, ceiling] = [median(ours), median(theirs)]
  return `| ${work.name} | ${Math.round(mine)} | ${Math.round(ceiling)} | ${(mine / ceiling).toFixed(2)} | ≥ ${work.bar} |`
}

function call(host: Host, method: string, path: string, body?: object): Promise<Answer> {
  return send(host.scimUrl + path, method, [
    ['Authorization', `Bearer ${host.token}`], ['Content-Type', 'application/scim+json'],
  ], body && JSON.stringify(body))
}

function person(name: string) {
  const userName = `${name}@acme.test`
  return {
    schemas: [CORE_USER], userName, name: { givenName: 'Jane', familyName: 'Doe' }, emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Jane Doe', externalId: `00u${name}`, active: true,
  }
}
