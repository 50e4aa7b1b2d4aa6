import type { Check, ProviderSettings } from '../../../src-shared/domain/tunnel.ts'
import type { ListenerState } from '../api/listener-state.ts'
import type { Registry } from '../sandboxes/registry.ts'
import type { SecretStore } from '../sandboxes/tokens.ts'
import type { Outside } from '../traffic/outside.ts'
import { cloudflared, forwarderOf, programProvider } from './command.ts'
import { ngrokProvider } from './ngrok.ts'
import { ownUrlProvider } from './own-url.ts'
import { type Probes } from './probes.ts'
import { check, type Provider } from './provider.ts'
import { checkPublicUrl } from './public-url.ts'
import { sshProvider, tlsRemedy } from './ssh.ts'
import { openTunnelStore, type TunnelStore } from './store.ts'
import { checkTokens } from './token-check.ts'
import { createTunnel, type Tunnel } from './tunnel.ts'

interface Surroundings {
  dataDir: string
  secrets: SecretStore
  registry: Registry
  listener: ListenerState
  outside: Outside
  probes: Probes
  changed(): void
}

/** The tunnel of one Scimbox, off until it is started. */
export function setUpTunnel({ dataDir, secrets, registry, listener, outside, probes, changed }: Surroundings): Tunnel {
  const store = openTunnelStore(dataDir)
  const secretOf = (settings: ProviderSettings) => secrets.read(secretName(settings))
  return createTunnel({
    store,
    secrets: { read: secretOf, write: (settings, secret) => secrets.write(secretName(settings), secret) },
    provider: (settings) => providerOf(settings, store, secretOf(settings)),
    listener: listener.localEnd,
    checkUrl: (url, { kind }, isOpen, signal) => checkPublicUrl(url, { probes, isOpen, signal, remedy: kind === 'ssh' ? tlsRemedy : undefined }),
    checkHere: () => [checkListener(listener), checkTokens(openSandboxes(registry), secrets)],
    cameUp: outside.waitAnew,
    changed,
  })
}

/** No slug has a slash. */
function secretName({ kind }: ProviderSettings): string {
  return `tunnel/${kind}`
}

function providerOf(settings: ProviderSettings, store: TunnelStore, secret: string | null): Provider {
  switch (settings.kind) {
    case 'cloudflared': return programProvider(cloudflared)
    case 'command': return programProvider(forwarderOf(settings))
    case 'ssh': return sshProvider(settings, { secret, trusted: store.read().hostKeys[`${settings.host}:${settings.port}`] ?? null })
    case 'ngrok': return ngrokProvider(settings, { authtoken: secret })
    case 'url': return ownUrlProvider(settings)
  }
}

function checkListener(listener: ListenerState): Check {
  const { address, problem } = listener.state()
  const title = 'The SCIM listener is there'
  if (listener.localEnd() === null) {
    return check('listener', title, 'bad', problem ?? `It does not listen on ${address} yet. Free its port, then check again.`)
  }
  return check('listener', title, 'ok', `It listens on ${address}, and is all that is forwarded to.`)
}

function openSandboxes(registry: Registry) {
  return registry.list().flatMap(({ slug }) => registry.find(slug) ?? [])
}
