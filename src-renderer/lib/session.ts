import { useSyncExternalStore } from 'react'

/** `redeeming` while a one-time code from the address is exchanged for the session cookie. */
export type SessionState = 'redeeming' | 'signed-in' | 'signed-out'

const listeners = new Set<() => void>()
const code = codeIn(location.hash)
let state: SessionState = code === null ? 'signed-in' : 'redeeming'

/** The state of the session. It starts signed in, and the first 401 says otherwise. */
export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state)
}

export function signOut() {
  move('signed-out')
}

/** Exchanges the console token, or a one-time code, for the session cookie. Throws with a sentence to show. */
export async function signIn(secret: { token: string } | { code: string }): Promise<void> {
  const response = await fetch('/api/console/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(secret),
  })
  if (!response.ok) throw new Error(refusal(response.status, 'code' in secret))
  move('signed-in')
}

/** Redeems the code the page was opened with, and takes it out of the address and the history. */
export async function redeemCode(): Promise<void> {
  if (code === null) return
  history.replaceState(history.state, '', location.pathname + location.search)
  await signIn({ code }).catch(signOut)
}

/** The one-time code of `#code=…`, null when there is none. */
export function codeIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('code')
}

function refusal(status: number, isCode: boolean): string {
  if (status === 401 || status === 403) {
    return isCode
      ? 'This link was used already. The console token from the terminal signs in too.'
      : 'That is not the console token of this run.'
  }
  return `The console answered ${status}. Look at the terminal that runs Scimbox.`
}

function move(next: SessionState) {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
