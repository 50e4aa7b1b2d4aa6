import type { Noun } from '../../src-shared/api/stream.ts'
import type { ConsoleClient } from '../hosts/core-client.ts'

/** What the tray says of all sandboxes together. */
export interface TrayState {
  /** The Base URL of the default sandbox; null while there is no listener. */
  baseUrl: string | null
  lines: string[]
  /** Something waits for the person or makes requests fail. */
  needsAttention: boolean
}

/** One thing the tray speaks of: a line, null where there is nothing to say. */
interface Line { text: string | null; needsAttention: boolean }

/** In the order of the menu. Each reads for itself, so that another state is another entry. */
const readers: ((api: ConsoleClient, sandboxes: string[]) => Promise<Line>)[] = [readListener, readTunnel, readConflicts, readFaults]

/** What the readers depend on: other changes are no reason to read again. */
export const trayNouns: readonly Noun[] = ['sandboxes', 'connection', 'provisioning', 'settings', 'faults', 'tunnel']

export async function readTrayState(api: ConsoleClient): Promise<TrayState> {
  const all = await api.sandboxes.list()
  const sandboxes = all.filter(({ problem }) => problem === null).map(({ slug }) => slug)
  const lines = await Promise.all(readers.map((read) => read(api, sandboxes)))
  return {
    baseUrl: await baseUrlOf(api, sandboxes),
    lines: lines.flatMap(({ text }) => text ?? []),
    needsAttention: lines.some(({ needsAttention }) => needsAttention),
  }
}

async function baseUrlOf(api: ConsoleClient, [sandbox]: string[]): Promise<string | null> {
  if (sandbox === undefined) return null
  const { baseUrl, listener } = await api.connection.get({ sandbox })
  return listener.state === 'listening' ? baseUrl : null
}

async function readListener(api: ConsoleClient, [sandbox]: string[]): Promise<Line> {
  if (sandbox === undefined) return { text: 'No sandbox can be opened', needsAttention: true }
  const { listener } = await api.connection.get({ sandbox })
  if (listener.state === 'listening') return { text: `SCIM on ${listener.address}`, needsAttention: false }
  return { text: `Not listening: ${listener.problem ?? listener.address}`, needsAttention: true }
}

async function readTunnel(api: ConsoleClient): Promise<Line> {
  const { state, url, replaces, problem } = await api.tunnel.get()
  if (state === 'off') return { text: null, needsAttention: false }
  if (state === 'up' && replaces !== null) return { text: `Tunnel: update the URL in Okta to ${url}`, needsAttention: true }
  if (state === 'up') return { text: `Tunnel on ${url}`, needsAttention: false }
  return { text: `Tunnel ${state}${problem === null ? '' : `: ${problem}`}`, needsAttention: state !== 'starting' }
}

async function readConflicts(api: ConsoleClient, sandboxes: string[]): Promise<Line> {
  const lists = await Promise.all(sandboxes.map((sandbox) => api.conflicts.list({ sandbox, limit: 1 })))
  const open = lists.reduce((sum, { total }) => sum + total, 0)
  return { text: open === 0 ? null : open === 1 ? '1 open conflict' : `${open} open conflicts`, needsAttention: open > 0 }
}

async function readFaults(api: ConsoleClient, sandboxes: string[]): Promise<Line> {
  const active = await Promise.all(sandboxes.map(async (sandbox) => {
    const [rules, presets] = await Promise.all([api.faults.list({ sandbox }), api.faults.presets({ sandbox })])
    return rules.some(({ armed }) => armed) || presets.some(({ on }) => on)
  }))
  return active.includes(true) ? { text: 'Faults active', needsAttention: true } : { text: null, needsAttention: false }
}
