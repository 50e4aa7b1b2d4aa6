import { setTimeout as sleep } from 'node:timers/promises'
import type { Tunnel as TunnelView } from '../../../src-shared/api/tunnel.ts'
import { type Check, type ProviderSettings, type SettingsOf, stopsStart, type TunnelPhase } from '../../../src-shared/domain/tunnel.ts'
import { createOutput } from './output.ts'
import { type LocalEnd, type Provider, TunnelFailure } from './provider.ts'
import { isHost } from './public-host.ts'
import { laterChecks } from './public-url.ts'
import type { TunnelStore } from './store.ts'

export interface TunnelOptions {
  store: TunnelStore
  secrets: { read(settings: ProviderSettings): string | null; write(settings: ProviderSettings, secret: string | null): void }
  provider(settings: ProviderSettings): Provider
  /** Where the SCIM listener is, null while it does not listen. */
  listener(): LocalEnd | null
  /** `isOpen`: it must lead to the SCIM listener already. */
  checkUrl(url: string, settings: ProviderSettings, isOpen: boolean, signal: AbortSignal): Promise<Check[]>
  /** What is checked whatever the provider is. */
  checkHere(): Check[]
  /** Hears that a start has led to a public address. */
  cameUp(): void
  /** Hears that the state is another one. */
  changed(): void
  waits?: typeof usualWaits
}

/** The one way in which this Scimbox can be reached from the public, over its SCIM listener. */
export interface Tunnel {
  view(): TunnelView
  /** Undefined leaves the secret as it is. @throws TunnelFailure while the tunnel is on */
  configure(settings: ProviderSettings, rehearsal: boolean, secret: string | null | undefined): void
  /** @throws TunnelFailure without a provider that has a host key */
  trustHostKey(fingerprint: string): void
  /** @throws TunnelFailure without a provider */
  preflight(): Promise<void>
  /** Begins; the state says how it ends. @throws TunnelFailure without a provider, or while the tunnel is on */
  start(): void
  stop(): Promise<void>
  /** The public address is in Okta now. */
  acknowledge(): void
  /** The public address, when a Host header is its host. */
  originOf(host: string | undefined): string | null
}

/**
 * Milliseconds: before the first new try, twice as many before each further one, up to the most; how long and how often what was just
 * opened may be unreachable; and between two looks at what is up, shorter after one that found it gone.
 */
const usualWaits = { first: 1_000, most: 60_000, reach: 1_500, reachTries: 20, look: 120_000, lookAgain: 10_000 }

/** Looks in a row that must find the public address gone: one may be lost to a network that was away for a moment. */
const misses = 3

export function createTunnel(options: TunnelOptions): Tunnel {
  const { store, changed } = options
  const waits = options.waits ?? usualWaits
  let phase: TunnelPhase = 'off'
  let since = Date.now()
  let problem: string | null = null
  let retryAt: number | null = null
  let checks: Check[] = []
  let url: string | null = null
  let output = createOutput(null)
  let run: { ending: AbortController; over: Promise<void> } | null = null

  function secretOf(settings: ProviderSettings | null): string | null {
    return settings === null ? null : options.secrets.read(settings)
  }

  function enter(next: TunnelPhase, why: string | null = null, retry: number | null = null): void {
    if (phase !== next) since = Date.now()
    phase = next
    problem = why
    retryAt = retry
    changed()
  }

  function chosen(): ProviderSettings {
    const { settings } = store.read()
    if (settings === null) throw new TunnelFailure('No provider is chosen. Choose one first.')
    return settings
  }

  function mustBeOff(): void {
    if (run !== null) throw new TunnelFailure('The tunnel is on. Stop it first.')
  }

  /** Keeps what was found, and refuses to go on where it does not allow that. */
  function judge(found: Check[]): void {
    checks = found
    changed()
    const failed = found.find((each) => stopsStart(each, store.read().rehearsal))
    if (failed) throw new TunnelFailure(`“${failed.title}” failed. ${failed.text}`, { isFinal: failed.id !== 'reach' })
  }

  async function look(settings: ProviderSettings, signal: AbortSignal): Promise<Check[]> {
    const provider = options.provider(settings)
    const expected = provider.expectedUrl()
    const [ofProvider, ofUrl] = await Promise.all([
      provider.preflight(signal),
      expected === null ? laterChecks() : options.checkUrl(expected, settings, settings.kind === 'url', signal),
    ])
    return [...options.checkHere(), ...ofProvider, ...ofUrl.filter(({ id }) => ofProvider.every((each) => each.id !== id))]
  }

  /** Checks an address that was just opened, which may take a moment to lead here. Nothing else gets better by waiting. */
  async function lookAt(address: string, settings: ProviderSettings, signal: AbortSignal): Promise<Check[]> {
    for (let tries = 1; ; tries += 1) {
      const found = await options.checkUrl(address, settings, true, signal)
      const failed = found.find((each) => stopsStart(each, store.read().rehearsal))
      if (failed?.id !== 'reach' || tries === waits.reachTries) return [...checks.filter(isOfHere), ...found]
      await sleep(waits.reach, undefined, { signal })
    }
  }

  /** Goes on looking at what is up: a provider may run on while its public end is gone. @throws TunnelFailure when it is */
  async function keepLooking(settings: ProviderSettings, signal: AbortSignal): Promise<never> {
    const led = checks.some(isReached)
    for (let missed = 0; ;) {
      await sleep(missed === 0 ? waits.look : waits.lookAgain, undefined, { signal })
      const address = url!
      const found = await options.checkUrl(address, settings, true, signal)
      if (signal.aborted || address !== url) continue
      checks = [...checks.filter(isOfHere), ...found]
      changed()
      // A rehearsal may have led nowhere from its beginning, and goes on.
      const failed = found.find((each) => stopsStart(each, store.read().rehearsal && !(led && each.id === 'reach')))
      missed = failed ? missed + 1 : 0
      if (failed && missed === misses) throw new TunnelFailure(`The public URL was there and is not any more. ${failed.text}`)
    }
  }

  function show(address: string): void {
    url = address
    if (store.read().urlInOkta === null) store.change({ urlInOkta: address })
  }

  /** Opens it and holds it open until it is down. @throws TunnelFailure when it could not be opened, or is gone */
  async function hold(settings: ProviderSettings, signal: AbortSignal, onUp: () => void): Promise<never> {
    const to = options.listener()
    if (to === null) throw new TunnelFailure('The SCIM listener does not listen, so there is nothing to forward to. Free its port first.')
    const gone = Promise.withResolvers<never>()
    gone.promise.catch(() => undefined)
    const over = new AbortController()
    const within = AbortSignal.any([signal, over.signal])
    let latest: string | null = null
    const arrive = async (address: string) => {
      latest = address
      const found = await lookAt(address, settings, within)
      if (latest !== address || within.aborted) return
      judge(found)
      show(address)
      onUp()
    }
    const watch = { output: hear, down: gone.reject, moved: (address: string) => void arrive(address).catch(gone.reject) }
    const opened = await options.provider(settings).start(to, watch, signal)
    try {
      await Promise.race([latest === null ? arrive(opened.url) : Promise.resolve(), gone.promise, aborted(within)])
      return await Promise.race([gone.promise, keepLooking(settings, within), aborted(within)])
    } finally {
      over.abort()
      await opened.stop()
    }
  }

  function hear(line: string): void {
    output.add(line)
    if (phase !== 'up') changed()
  }

  async function keepUp(settings: ProviderSettings, signal: AbortSignal): Promise<void> {
    let wait = 0
    const onUp = () => {
      if (wait === 0) options.cameUp()
      wait = waits.first
      enter('up')
    }
    for (;;) {
      try {
        if (wait === 0) judge(await look(settings, signal))
        await hold(settings, signal, onUp)
      } catch (error) {
        if (signal.aborted) return
        const { message, isFinal = false } = error as TunnelFailure
        if (isFinal || wait === 0) return enter('failed', message)
        enter('reconnecting', message, Date.now() + wait)
        await sleep(wait, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) return
        enter('reconnecting', message)
        wait = Math.min(wait * 2, waits.most)
      }
    }
  }

  return {
    view() {
      const { settings, rehearsal, urlInOkta } = store.read()
      const shown = phase === 'up' ? url : null
      return {
        state: phase, settings, rehearsal, hasSecret: secretOf(settings) !== null, url: shown, since, problem, retryAt,
        replaces: shown !== null && urlInOkta !== shown ? urlInOkta : null, checks, output: output.lines(),
      }
    },
    configure(settings, rehearsal, secret) {
      mustBeOff()
      if (secret !== undefined) options.secrets.write(settings, secret)
      else if (settings.kind === 'ssh' && !isSameLogin(store.read().settings, settings)) options.secrets.write(settings, null)
      store.change({ settings, rehearsal })
      checks = []
      output = createOutput(null)
      enter('off')
    },
    trustHostKey(fingerprint) {
      const settings = chosen()
      if (settings.kind !== 'ssh') throw new TunnelFailure('Only an SSH server has a host key.')
      store.change({ hostKeys: { ...store.read().hostKeys, [`${settings.host}:${settings.port}`]: fingerprint } })
      changed()
    },
    async preflight() {
      const settings = chosen()
      const signal = AbortSignal.timeout(60_000)
      checks = phase === 'up' ? [...options.checkHere(), ...await options.checkUrl(url!, settings, true, signal)] : await look(settings, signal)
      changed()
    },
    start() {
      mustBeOff()
      const settings = chosen()
      const ending = new AbortController()
      output = createOutput(secretOf(settings))
      enter('starting')
      const over = keepUp(settings, ending.signal).finally(() => {
        run = null
      })
      run = { ending, over }
    },
    async stop() {
      run?.ending.abort()
      await run?.over
      if (phase !== 'off') enter('off')
    },
    acknowledge() {
      if (phase === 'up') store.change({ urlInOkta: url })
      changed()
    },
    originOf: (host) => (phase === 'up' && host !== undefined && url !== null && isHost(host, url) ? url : null),
  }
}

/** A password goes to no server but the one it was given for. */
function isSameLogin(before: ProviderSettings | null, after: SettingsOf<'ssh'>): boolean {
  return before?.kind === 'ssh' && (['host', 'port', 'user', 'authentication'] as const).every((name) => before[name] === after[name])
}

function isReached({ id, outcome }: Check): boolean {
  return id === 'reach' && outcome === 'ok'
}

/** What does not depend on the public address. */
function isOfHere({ id }: Check): boolean {
  return !['https', 'certificate', 'reach', 'scimOnly', 'clock'].includes(id)
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(signal.reason as Error)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}
