// Runs the built desktop host under plain Node with the fake in Electron's place, asks the window's page and API for answers, drives
// it as Electron would, and prints what came as one JSON line. Then it quits by itself, or with `--wait` when it is told to; the exit
// code is another line. With `--second` another instance has the lock.
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Report } from './boot-built.ts'

const stand = new URL('./fake-electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: stand, shortCircuit: true } : next(name, context)),
})
const { app, becomeReady, fake } = await import('./fake-electron.ts')
const { drive } = await import('./drive.ts')
const [, , built = '', dataDir = '', ...rest] = process.argv
fake.paths.userData = dataDir
fake.isFirst = !rest.includes('--second')
process.argv = ['electron', '.', '--port=0', ...rest.filter((flag) => flag.startsWith('--data-dir='))]

const served = new Promise<boolean>((resolve) => {
  app.once('web-contents-created', () => setImmediate(resolve, true))
  fake.onExit = () => resolve(false)
})
await import(pathToFileURL(built).href)
becomeReady()
const isServed = await served

async function ask(url: string, body?: object, initiatorOrigin?: string) {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fake.handlers.get('app')!(new Request(new URL(url, 'app://console/'), init), initiatorOrigin)
  return { status: response.status, type: response.headers.get('content-type'), policy: response.headers.get('content-security-policy'), text: await response.text() }
}

async function askAll(): Promise<Report['answers']> {
  const page = await ask('/')
  const script = await ask(/src="(\/[^"]+\.js)"/.exec(page.text)?.[1] ?? '/none')
  const document = await ask('/api/console/openapi.json')
  return {
    page,
    script: { ...script, text: '' },
    crashed: await ask('/crashed.html'),
    deepLink: await ask('/s/default/users'),
    api: await ask('/api/console/sandboxes'),
    document: { ...document, text: '' },
    // So many that a worker thread writes them.
    filled: await ask('/api/console/sandboxes/default/seed', { users: 600, groups: 5 }),
    outside: await ask('/..%2fmain%2fdesktop.js'),
    otherHost: await ask('app://other/'),
    otherOrigin: await ask('/api/console/sandboxes', undefined, 'https://evil.test'),
  }
}

const report: Report = {
  urls: fake.windows.map(({ url }) => url),
  preloads: fake.windows.map(({ options }) => options.webPreferences.preload as string),
  errors: fake.errors,
  privileged: fake.schemes,
  handled: [...fake.handlers.keys()],
  answers: isServed ? await askAll() : null,
  driven: isServed ? await drive() : null,
}
const end = (code: number) => console.log(JSON.stringify({ code }))
fake.onExit = end
console.log(JSON.stringify(report))
if (!isServed) end(fake.exits[0]!)
else if (!rest.includes('--wait')) app.quit()
