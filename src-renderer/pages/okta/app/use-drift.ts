import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Drift } from '../../../../src-shared/api/okta/drift.ts'
import { api } from '../../../lib/api.ts'
import { useIsSendingMuch } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'

/** Where what Okta believes and what the app has differ. While much is being sent it is not asked anew. */
export function useDrift(appId: string) {
  const sandbox = useSandbox()
  const enabled = !useIsSendingMuch(sandbox)
  const { data, error, refetch } = useQuery(api.okta.drift.list.queryOptions({ input: { sandbox, appId }, enabled }))
  const people = useMemo(() => idsOf(data?.items ?? [], 'user'), [data])
  return { data, error, refetch, people }
}

function idsOf(items: Drift[], of: Drift['kind']): ReadonlySet<string> {
  return new Set(items.flatMap(({ kind, id }) => (kind === of && id !== null ? [id] : [])))
}
