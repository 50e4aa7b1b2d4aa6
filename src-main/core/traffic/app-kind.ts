import type { Recognised } from '../../../src-shared/api/tunnel.ts'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
import { isObject, type JsonValue } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'

/** A request of Okta as it was recorded; `path` is below the Base URL, `body` that of a PUT of a user. */
export interface SeenRequest { method: string; path: string; body: string }

/** Requests that are looked at, the newest ones. */
const recent = 1_000

/** The last requests of Okta that were let in and that change something. */
export function recentWritesOfOkta(db: Db): SeenRequest[] {
  return prepared<SeenRequest>(
    db,
    `SELECT method, path, CASE WHEN method = 'PUT' AND path LIKE '/Users/%' THEN request ->> '$.body' ELSE '' END AS body FROM exchanges
      WHERE id > (SELECT max(id) FROM exchanges) - +? AND actor = 'okta' AND target IS NULL
        AND method IN ('PUT', 'PATCH') AND status NOT IN (401, 429)`,
  ).all(recent)
}

/**
 * Recognises the kind of Okta application by what only one kind sends (okta-wire §1): PATCH comes from the catalogue (OIN) alone; a PUT
 * of a group, or one that deactivates a user, from a custom application (AIW) alone. A PUT of a profile comes from both.
 */
export function recogniseApp(requests: readonly SeenRequest[]): Recognised {
  const saw = new Map<string, Recognised['saw'][number]>()
  for (const request of requests) {
    const evidence = evidenceOf(request)
    if (evidence === null) continue
    const known = saw.get(evidence.what)
    saw.set(evidence.what, { ...evidence, count: (known?.count ?? 0) + 1 })
  }
  const kinds = new Set([...saw.values()].flatMap(({ tells }) => tells ?? []))
  return { kind: kinds.size > 1 ? 'both' : ([...kinds][0] ?? null), saw: [...saw.values()] }
}

function evidenceOf({ method, path, body }: SeenRequest): { what: string; tells: AppKind | null } | null {
  const [, resource] = /^\/(Users|Groups)\/[^/?]+/i.exec(path) ?? []
  if (resource === undefined) return null
  const isGroup = resource.toLowerCase() === 'groups'
  if (method === 'PATCH') return { what: isGroup ? 'PATCH of a group' : 'PATCH of a user', tells: 'OIN' }
  if (method !== 'PUT') return null
  if (isGroup) return { what: 'PUT of a group', tells: 'AIW' }
  return deactivates(body) ? { what: 'PUT that deactivates a user', tells: 'AIW' } : { what: 'PUT of a profile', tells: null }
}

function deactivates(body: string): boolean {
  try {
    const value = JSON.parse(body) as JsonValue
    return isObject(value) && value.active === false
  } catch {
    return false
  }
}
