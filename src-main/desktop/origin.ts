/** Scheme and origin of the console in the desktop window. */
export const scheme = 'app'
export const consoleUrl = 'app://console/'
export const consoleOrigin = 'app://console'
/** Beside the console, for when its process is gone. */
export const crashUrl = 'app://console/crashed.html'

/** Parsed, never compared as text: `app://console.evil/` and `app://console@evil/` begin like the console. */
export function isConsole(address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  return protocol === `${scheme}:` && host === 'console' && username === '' && password === ''
}

/** The console asks, or Electron itself for a page it was told to load: that has no origin. An opaque one is the text `null`. */
export function isOwnInitiator(origin: string | undefined): boolean {
  return origin === undefined || isConsole(origin)
}

/** What may be handed to the browser of the operating system; other schemes start programs. */
export function isWebAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}
