import { randomUUID } from 'node:crypto'

/** One request by which a public URL is checked. */
interface Probe {
  /** Below the Base URL's path, where every proxy of SCIM forwards to; nobody can guess it. */
  path: string
  hasArrived(): boolean
  end(): void
}

/** A request that arrives at the SCIM listener shows that the URL leads to it, and to no other server that answers alike. */
export interface Probes {
  begin(): Probe
  /** Whether a path that was asked for is one of these. */
  notes(path: string): boolean
}

export function createProbes(): Probes {
  const underway = new Map<string, boolean>()
  return {
    begin() {
      const path = `/api/scim/check-${randomUUID()}`
      underway.set(path, false)
      return { path, hasArrived: () => underway.get(path) === true, end: () => void underway.delete(path) }
    },
    notes(path) {
      const isOne = underway.has(path)
      if (isOne) underway.set(path, true)
      return isOne
    },
  }
}
