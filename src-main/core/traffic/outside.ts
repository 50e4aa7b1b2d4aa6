import type { Arrival, Arrivals, Meter } from '../../../src-shared/api/tunnel.ts'
import { isObject, type JsonValue } from '../../../src-shared/scim/types.ts'

/** Who came from outside, as far as the User-Agent tells. */
type Client = 'okta' | 'client'

export interface Came extends Pick<Arrival, 'method' | 'path' | 'userAgent' | 'isPublic'> { client: Client }

/** One request on its way through the listener. */
export interface Visit {
  /** Counts the members a PATCH of a group names. */
  body(body: JsonValue | undefined): void
  answered(status: number, refusal: string | null): void
}

/** Requests from outside this process, per sandbox: those of this run, in memory, at a cost that does not grow with them. */
export interface Outside {
  came(slug: string, request: Came): Visit
  of(slug: string): Omit<Arrivals, 'app'>
  /** Begins to wait for a first request. */
  waitAnew(): void
}

/** One second of traffic. */
interface Second { at: number; requests: number; atOnce: number; patches: number; members: number; largest: number }
interface Seen { answering: number; seconds: Second[]; first: Arrival | null; last: Arrival | null; refused: Arrival | null; other: Arrival | null }

const minute = 60

/** `now` in milliseconds: monotonic, so that a clock that is set does not lose a minute. */
export function createOutside(now: () => number = () => performance.now()): Outside {
  const sandboxes = new Map<string, Seen>()

  function seenOf(slug: string): Seen {
    const known = sandboxes.get(slug)
    if (known) return known
    const fresh: Seen = { answering: 0, seconds: [], first: null, last: null, refused: null, other: null }
    sandboxes.set(slug, fresh)
    return fresh
  }

  function secondOf(seen: Seen): Second {
    const at = Math.floor(now() / 1000)
    const last = seen.seconds.at(-1)
    if (last?.at === at) return last
    const fresh = { at, requests: 0, atOnce: seen.answering, patches: 0, members: 0, largest: 0 }
    seen.seconds.push(fresh)
    if (seen.seconds.length > minute) seen.seconds.shift()
    return fresh
  }

  return {
    came(slug, { client, ...request }) {
      const seen = seenOf(slug)
      const isGroupPatch = request.method === 'PATCH' && /^\/Groups\//i.test(request.path)
      seen.answering += 1
      const second = secondOf(seen)
      second.atOnce = Math.max(second.atOnce, seen.answering)
      return {
        body(body) {
          if (!isGroupPatch) return
          const members = membersIn(body)
          const current = secondOf(seen)
          current.patches += 1
          current.members += members
          current.largest = Math.max(current.largest, members)
        },
        answered(status, refusal) {
          secondOf(seen).requests += 1
          seen.answering -= 1
          note(seen, client, { ...request, at: Date.now(), status, refusal })
        },
      }
    },
    of(slug) {
      const seen = seenOf(slug)
      const { first, last, refused, other } = seen
      return { first, last, refused, other, meter: meterOf(seen, Math.floor(now() / 1000)) }
    },
    waitAnew() {
      for (const seen of sandboxes.values()) seen.first = null
    },
  }
}

function note(seen: Seen, client: Client, arrival: Arrival): void {
  if (client === 'client') seen.other = arrival
  else if (arrival.status === 401 || arrival.status === 429) seen.refused = arrival
  else {
    seen.first ??= arrival
    seen.last = arrival
  }
}

function meterOf(seen: Seen, second: number): Meter {
  const counted = seen.seconds.filter(({ at }) => at > second - minute)
  const perSecond = Array.from({ length: minute }, (_, index) => counted.find(({ at }) => at === second - minute + 1 + index)?.requests ?? 0)
  const sum = (of: (each: Second) => number) => counted.reduce((total, each) => total + of(each), 0)
  const most = (of: (each: Second) => number) => counted.reduce((highest, each) => Math.max(highest, of(each)), 0)
  return {
    perSecond,
    requests: sum(({ requests }) => requests),
    atOnce: Math.max(most(({ atOnce }) => atOnce), seen.answering),
    patches: { count: sum(({ patches }) => patches), members: sum(({ members }) => members), largest: most(({ largest }) => largest) },
  }
}

/** How many members the operations of a PATCH name, by value or by filter. */
function membersIn(body: JsonValue | undefined): number {
  if (!isObject(body) || !Array.isArray(body.Operations)) return 0
  return body.Operations.reduce<number>((count, operation) => count + membersOf(operation), 0)
}

function membersOf(operation: JsonValue): number {
  if (!isObject(operation)) return 0
  const { path, value } = operation
  if (typeof path === 'string' && /^members\[/i.test(path)) return 1
  const named = typeof path === 'string' && path.toLowerCase() === 'members' ? value : isObject(value) ? value.members : undefined
  return Array.isArray(named) ? named.length : 0
}
