import type { Listener } from '@ngrok/ngrok'
import type { Check, SettingsOf } from '../../../src-shared/domain/tunnel.ts'
import { check, type Provider, TunnelFailure } from './provider.ts'

/** What is used of the package. */
export type NgrokModule = Pick<typeof import('@ngrok/ngrok'), 'forward'>

export interface NgrokOptions {
  authtoken: string | null
  /** Loads the package, which is optional. */
  load?: () => Promise<NgrokModule>
}

/** ngrok through its own package, which ends TLS at ngrok. Closing while the connection is lost may never be answered. */
export function ngrokProvider({ domain }: SettingsOf<'ngrok'>, { authtoken, load = loadPackage }: NgrokOptions): Provider {
  return {
    expectedUrl: () => null,
    preflight: async () => [await checkPackage(load), checkAuthtoken(authtoken)],
    async start(to, watch, signal) {
      const { forward } = await load()
      let stopping = false
      let isDown = false
      const onStatusChange = (status: string) => {
        if (status !== 'closed' || stopping || isDown) return
        isDown = true
        watch.down(new TunnelFailure('ngrok says that its connection is lost.'))
      }
      const config = { addr: `${to.host}:${to.port}`, authtoken: authtoken ?? undefined, domain: domain || undefined, force_new_session: true }
      const forwarding = forward({ ...config, onStatusChange, onLogEvent: watch.output })
      const listener = await orAborted(forwarding, signal)
      const url = listener.url()
      if (url === null) throw new TunnelFailure('ngrok told no public URL.')
      return {
        url: new URL(url).origin,
        async stop() {
          stopping = true
          await Promise.race([listener.close().catch(() => undefined), elapsed(grace)])
        },
      }
    },
  }
}

/** Milliseconds. */
const grace = 3_000

function loadPackage(): Promise<NgrokModule> {
  return import('@ngrok/ngrok')
}

async function checkPackage(load: () => Promise<NgrokModule>): Promise<Check> {
  const title = 'The ngrok package is installed'
  try {
    await load()
    return check('package', title, 'ok', '@ngrok/ngrok was loaded.')
  } catch (error) {
    const [why = ''] = (error as Error).message.split('\n')
    return check('package', title, 'bad', `@ngrok/ngrok, which is optional, cannot be loaded: ${why}. Install it beside Scimbox.`)
  }
}

function checkAuthtoken(authtoken: string | null): Check {
  const title = 'There is an authtoken'
  if (authtoken !== null) return check('login', title, 'ok', 'ngrok says at the start whether it takes it.')
  return check('login', title, 'bad', 'ngrok lets nobody in without one. Copy it from the dashboard of ngrok.')
}

/** The listener; one that comes after the abort is closed. @throws TunnelFailure in the words of ngrok */
function orAborted(forwarding: Promise<Listener>, signal: AbortSignal): Promise<Listener> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
      forwarding.then((listener) => listener.close()).catch(() => undefined)
    }, { once: true })
    forwarding.then(resolve, (error: Error) => reject(new TunnelFailure(`ngrok: ${error.message}`)))
  })
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
