import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { MappedGroup, Mapping } from '../../src-shared/api/mappings.ts'
import { type EntityKind, entityKindNames, type MappingStatus } from '../../src-shared/domain/provisioning.ts'
import { api } from './api.ts'

export const entityKindPlurals: Record<EntityKind, string> = {
  team: 'Teams',
  concurrencyGroup: 'Concurrency groups',
  subOrganization: 'Sub-organizations',
}

/** How many conflicts wait for an answer; undefined until known. */
export function useOpenConflicts(sandbox: string): number | undefined {
  return useQuery(api.conflicts.list.queryOptions({ input: { sandbox, limit: 1 } })).data?.total
}

/** Fetches anew what a change of provisioning makes out of date, without waiting for the event stream. */
export function useRefreshProvisioning(): () => Promise<unknown> {
  const queries = useQueryClient()
  return useCallback(() => {
    const nouns = [api.mappings, api.rules, api.conflicts, api.entities, api.flow, api.users, api.groups]
    return Promise.all(nouns.map((noun) => queries.invalidateQueries({ queryKey: noun.key() })))
  }, [queries])
}

/** `Team eng-platform`, or what is missing of it. */
export function targetWords({ kind, entity }: Pick<Mapping, 'kind' | 'entity'>): string {
  return entity === null ? `${entityKindNames[kind]}, none chosen` : `${entityKindNames[kind]} ${entity.name}`
}

/** The statuses of a group, each once; a group without a mapping is Pending (engine §2). */
export function statusesOf({ mappings }: Pick<MappedGroup, 'mappings'>): MappingStatus[] {
  return mappings.length === 0 ? ['Pending'] : [...new Set(mappings.map(({ status }) => status))]
}
