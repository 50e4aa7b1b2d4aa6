import type { Config, Listener } from '@ngrok/ngrok'
import { expect, test } from 'vitest'
import { ngrokProvider, type NgrokModule } from '../../../src-main/core/tunnel/ngrok.ts'

const to = { host: '127.0.0.1', port: 7643 }
const settings = { kind: 'ngrok', domain: '' } as const

/** A session that the test plays, in the types of the package. No ngrok was asked. */
function fakeSession(answer: (config: Config) => Promise<string>) {
  const session = { config: null as Config | null, closed: 0 }
  const module: NgrokModule = {
    async forward(given) {
      session.config = given as Config
      const url = await answer(session.config)
      return { url: () => url, close: () => Promise.resolve(void (session.closed += 1)) } as Listener
    },
  }
  return { session, load: () => Promise.resolve(module) }
}

function listener() {
  const told = { lines: [] as string[], down: [] as string[] }
  const watch = {
    output: (line: string) => void told.lines.push(line), moved: () => undefined, down: ({ message }: Error) => void told.down.push(message),
  }
  return { told, watch }
}

/** It is optional, and has binaries for some platforms only. */
const isInstalled = await import('@ngrok/ngrok').then(() => true, () => false)

test.skipIf(!isInstalled)('the real package has what is used of it', async () => {
  const checks = await ngrokProvider(settings, { authtoken: 'x' }).preflight(new AbortController().signal)
  expect(checks).toMatchObject([{ id: 'package', outcome: 'ok' }, { id: 'login', outcome: 'ok' }])
})

test('forwards to the SCIM listener with the authtoken and the domain, and closes', async () => {
  const { session, load } = fakeSession(() => Promise.resolve('https://scim.ngrok.example'))
  const { told, watch } = listener()
  const provider = ngrokProvider({ ...settings, domain: 'scim.ngrok.example' }, { authtoken: 'token-1', load })
  const tunnel = await provider.start(to, watch, new AbortController().signal)
  expect(tunnel.url).toBe('https://scim.ngrok.example')
  expect(session.config).toMatchObject({ addr: '127.0.0.1:7643', authtoken: 'token-1', domain: 'scim.ngrok.example' })
  session.config!.onLogEvent!('INFO ngrok - session established')
  await tunnel.stop()
  session.config!.onStatusChange!('closed')
  expect([told.lines, told.down, session.closed]).toEqual([['INFO ngrok - session established'], [], 1])
})

test('a lost connection is told once', async () => {
  const { session, load } = fakeSession(() => Promise.resolve('https://a.ngrok.example'))
  const { told, watch } = listener()
  await ngrokProvider(settings, { authtoken: 'x', load }).start(to, watch, new AbortController().signal)
  for (const status of ['connected', 'closed', 'closed']) session.config!.onStatusChange!(status)
  expect(told.down).toEqual(['ngrok says that its connection is lost.'])
})

test('a refusal is told in the words of ngrok; a listener that comes after the stop is closed', async () => {
  const refusing = fakeSession(() => Promise.reject(new Error('authentication failed: ERR_NGROK_105')))
  const refused = ngrokProvider(settings, { authtoken: 'x', load: refusing.load }).start(to, listener().watch, new AbortController().signal)
  await expect(refused).rejects.toThrow('ngrok: authentication failed: ERR_NGROK_105')

  const late = Promise.withResolvers<string>()
  const { session, load } = fakeSession(() => late.promise)
  const ending = new AbortController()
  const start = ngrokProvider(settings, { authtoken: 'x', load }).start(to, listener().watch, ending.signal)
  await expect.poll(() => session.config).not.toBeNull()
  ending.abort(new Error('stopped'))
  await expect(start).rejects.toThrow('stopped')
  late.resolve('https://late.ngrok.example')
  await expect.poll(() => session.closed).toBe(1)
})

test('without the package, or an authtoken, preflight says what to do', async () => {
  const load = () => Promise.reject(new Error("Cannot find package '@ngrok/ngrok'\nRequire stack"))
  expect(await ngrokProvider(settings, { authtoken: null, load }).preflight(new AbortController().signal)).toMatchObject([
    { id: 'package', outcome: 'bad', text: expect.stringMatching(/cannot be loaded: Cannot find package '@ngrok\/ngrok'\. Install it/) },
    { id: 'login', outcome: 'bad', text: expect.stringMatching(/Copy it from the dashboard/) },
  ])
})
