import Database from 'better-sqlite3'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHost, type Host } from '../support/host.ts'

// Work on whole states, beside the same rows in raw SQLite and a plain copy of the same file. A part: BENCH_SIZES=1000 node test/bench/state.ts
const sizes = (process.env.BENCH_SIZES ?? '1000,10000,100000').split(',').map(Number)
const rounds = 3

for (const size of sizes) await benchSize(size)

async function benchSize(users: number) {
  const folder = mkdtempSync(join(tmpdir(), 'scimbox-bench-'))
  const host = await startHost(['--data-dir', folder])
  try {
    const file = join(folder, 'sandboxes', 'default.sqlite')
    const fixture = join(folder, 'fixture.scimbox.json')
    const seeding = await timed(() => host.call('POST', '/sandboxes/default/seed', { users, groups: Math.ceil(users / 50), seed: '42', clock: 0 }))
    const exporting = await median(() => download(host, fixture))
    const importing = await median(() => upload(host, fixture))
    const { id } = await host.call<{ id: number }>('POST', '/sandboxes/default/snapshots', { name: 'bench' })
    let saved = 0
    const saving = await median(() => host.call('POST', '/sandboxes/default/snapshots', { name: `bench ${(saved += 1)}` }))
    const restoring = await median(() => host.call('POST', `/sandboxes/default/snapshots/${id}/restore`))
    const resetting = await median(() => host.call('POST', '/sandboxes/default/reset'))
    const copying = await median(async () => copyFileSync(file, join(folder, 'copy')))
    const raw = await median(async () => rawInsert(file, join(folder, 'raw.sqlite')))
    const megabytes = statSync(fixture).size / 1e6
    console.log(`\n${users} users, ${megabytes.toFixed(1)} MB native JSON, peak ${peakMegabytes(host)} MB of memory`)
    report('raw SQLite, all rows of state', raw, raw, users)
    report('seed', seeding, raw, users)
    report('export', exporting, raw, users, megabytes)
    report('import', importing, raw, users, megabytes)
    report('plain copy of the file', copying, copying)
    report('snapshot', saving, copying)
    report('restore', restoring, copying)
    report('reset', resetting, copying)
  } finally {
    await host.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The rows of every table of state but the small ones, inserted one by one in one transaction into a file with the same indexes. */
function rawInsert(source: string, target: string) {
  rmSync(target, { force: true })
  const db = new Database(target)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.prepare('ATTACH ? AS source').run(source)
  const parts = db.prepare<[], { name: string; type: string; sql: string }>(
    "SELECT name, type, sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'",
  ).all()
  for (const { sql } of parts) db.exec(sql)
  for (const table of ['resources', 'memberships', 'placements', 'indexed_values']) {
    const rows = db.prepare(`SELECT * FROM source.${table}`).raw().all() as unknown[][]
    const insert = db.prepare(`INSERT INTO main.${table} VALUES (${rows[0]!.map(() => '?').join(', ')})`)
    db.transaction(() => rows.forEach((row) => insert.run(...row)))()
  }
  db.close()
}

async function download({ consoleUrl, consoleToken }: Host, file: string) {
  const response = await fetch(new URL('/api/console/sandboxes/default/export?format=native', consoleUrl), { headers: { authorization: `Bearer ${consoleToken}` } })
  writeFileSync(file, Buffer.from(await response.arrayBuffer()))
}

async function upload({ consoleUrl, consoleToken }: Host, file: string) {
  const response = await fetch(new URL('/api/console/sandboxes/default/import?format=native', consoleUrl), {
    method: 'POST', headers: { authorization: `Bearer ${consoleToken}` }, body: readFileSync(file),
  })
  if (!response.ok) throw new Error(await response.text())
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times = []
  for (let round = 0; round < rounds; round += 1) times.push(await timed(work))
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!
}

function report(name: string, ms: number, beside: number, users?: number, megabytes?: number) {
  const rate = users === undefined ? '' : `  ${Math.round(users / (ms / 1000))} users/s`
  const bytes = megabytes === undefined ? '' : `  ${(megabytes / (ms / 1000)).toFixed(0)} MB/s`
  console.log(`  ${name.padEnd(30)} ${ms.toFixed(0).padStart(7)} ms  ${(beside / ms).toFixed(2)} × its rate${rate}${bytes}`)
}

/** Where the system tells it. */
function peakMegabytes({ pid }: Host): string {
  try {
    const [, kB] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
    return (Number(kB) / 1000).toFixed(0)
  } catch {
    return '?'
  }
}
