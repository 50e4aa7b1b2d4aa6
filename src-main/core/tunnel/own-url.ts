import type { SettingsOf } from '../../../src-shared/domain/tunnel.ts'
import type { Provider } from './provider.ts'

/** A reverse proxy or tunnel of the admin's own: Scimbox neither starts nor watches it. */
export function ownUrlProvider({ url }: SettingsOf<'url'>): Provider {
  const { origin } = new URL(url)
  return {
    preflight: () => Promise.resolve([]),
    expectedUrl: () => origin,
    start: () => Promise.resolve({ url: origin, stop: () => Promise.resolve() }),
  }
}
