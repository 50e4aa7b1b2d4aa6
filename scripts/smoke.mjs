// `npm run smoke`: starts what `npm run package` put into dist/ over a new folder, calls its API, has a worker thread write, and quits.
// The fuses keep a debugger out of it, so the journeys of Playwright cannot. Another command can be named instead.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist')
const within = { linux: 'scimbox', darwin: 'Scimbox.app/Contents/MacOS/Scimbox', win32: 'Scimbox.exe' }[process.platform]
const patienceMs = 60_000

function packed() {
  const folders = existsSync(dist) ? readdirSync(dist).map((name) => join(dist, name, within)) : []
  const found = folders.find((path) => existsSync(path))
  if (!found) throw new Error('There is nothing in dist/. Run "npm run package" first.')
  return [found]
}

async function until(what, attempt) {
  for (const end = Date.now() + patienceMs; Date.now() < end; await rest(200)) {
    const result = await attempt()
    if (result) return result
  }
  throw new Error(`${what} took longer than ${patienceMs / 1000} s.`)
}

/** Where it answers, once Settings › Automation is kept on. */
function instanceIn(dataDir) {
  const file = join(dataDir, 'instance.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8'))
}

async function tryOut({ consoleUrl, consoleToken }) {
  const call = async (path, body) => {
    const headers = { authorization: `Bearer ${consoleToken}`, 'content-type': 'application/json' }
    const response = await fetch(new URL(path, consoleUrl), { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
  await call('/api/console/ready')
  const page = await (await call('/')).text()
  if (!page.includes('<div id="root">')) throw new Error('The console is not served.')
  // So many that a worker thread writes them.
  const { users } = await (await call('/api/console/sandboxes/default/seed', { users: 600, groups: 5 })).json()
  if (users !== 600) throw new Error(`The worker thread wrote ${users} users of 600.`)
}

function quit(child) {
  // Without /F it closes the window, as a person would.
  if (process.platform === 'win32') spawnSync('taskkill', ['/PID', String(child.pid)])
  else child.kill('SIGTERM')
}

async function run([command, ...args]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'scimbox-smoke-'))
  writeFileSync(join(dataDir, 'desktop.json'), JSON.stringify({ automation: true }))
  const child = spawn(command, [...args, `--data-dir=${dataDir}`, '--port=0'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  try {
    const early = ended.then(([code]) => { throw new Error(`It ended with ${code} before it was ready.`) })
    await Promise.race([until('Starting', () => instanceIn(dataDir)).then(tryOut), early])
    quit(child)
    const [code] = await Promise.race([ended, rest(patienceMs, [null])])
    const logs = readdirSync(join(dataDir, 'sandboxes')).filter((name) => name.endsWith('-wal'))
    if (code !== 0 || logs.length > 0) throw new Error(`It ended with ${code} and left ${logs.length} write-ahead logs.`)
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

try {
  const given = process.argv.slice(2)
  await run(given.length > 0 ? given : packed())
  console.log('It started, answered, wrote on a worker thread and quit.')
  process.exit(0)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
