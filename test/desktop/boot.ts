// Runs the built desktop host under plain Node with the fake in Electron's place, asks the window's page and API for answers, and
// prints what came as one JSON line. Then it quits by itself, or with `--wait` when it is told to; the exit code is another line.
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const stand = new URL('./fake-electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: stand, shortCircuit: true } : next(name, context)),
})
const { app, fake } = await import('./fake-electron.ts')
const [, , built = '', dataDir = '', ...rest] = process.argv
fake.paths.userData = dataDir
process.argv = ['electron', '.', '--port=0', ...rest.filter((flag) => flag.startsWith('--data-dir='))]

const served = new Promise<void>((resolve) => {
  app.once('web-contents-created', () => setImmediate(resolve))
  fake.onExit = () => resolve()
})
await import(pathToFileURL(built).href)
await served

async function ask(path: string, body?: object) {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fake.handlers.get('app')!(new Request(`app://console${path}`, init))
  return { status: response.status, type: response.headers.get('content-type'), policy: response.headers.get('content-security-policy'), text: await response.text() }
}
const page = await ask('/')
const script = await ask(/src="(\/[^"]+\.js)"/.exec(page.text)?.[1] ?? '/none')
const crashed = await ask('/crashed.html')
const deepLink = await ask('/s/default/users')
const api = await ask('/api/console/sandboxes')
const document = await ask('/api/console/openapi.json')
// So many that a worker thread writes them.
const filled = await ask('/api/console/sandboxes/default/seed', { users: 600, groups: 5 })
const refused = await ask('/..%2fmain%2fdesktop.js')
const answers = { page, script: { ...script, text: '' }, crashed, deepLink, api, document: { ...document, text: '' }, filled, refused }
const urls = fake.windows.map(({ url }) => url)
fake.onExit = (code) => {
  console.log(JSON.stringify({ code }))
}
console.log(JSON.stringify({ answers, urls, errors: fake.errors }))
if (!rest.includes('--wait')) app.quit()
