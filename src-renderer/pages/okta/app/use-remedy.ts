import type { Drift } from '../../../../src-shared/api/okta/drift.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'

const labels: Record<Drift['remedy'], string | null> = {
  retry: 'Retry',
  provision: 'Provision User',
  profile: 'Push profile',
  push: 'Push now',
  import: 'Import Now',
  none: null,
}

/** The action that clears a drift; `label` is null where no click does. */
export function useRemedy(appId: string, drift: Drift) {
  const sandbox = useSandbox()
  const { mutate, isPending, error } = useOktaCall(() => perform(sandbox, appId, drift))
  return { label: labels[drift.remedy], run: () => mutate(), isPending, error }
}

async function perform(sandbox: string, appId: string, { remedy, id, taskId }: Drift): Promise<unknown> {
  switch (remedy) {
    case 'retry':
      return client.okta.tasks.retry({ sandbox, ids: taskId === null ? undefined : [taskId] })
    case 'provision':
      return client.okta.assignments.provision({ sandbox, appId, personIds: id === null ? undefined : [id] })
    case 'profile':
      return client.okta.assignments.pushProfile({ sandbox, appId, personId: id! })
    case 'push':
      return pushAgain(sandbox, appId, id)
    case 'import':
      return client.okta.imports.run({ sandbox, appId })
    case 'none':
      return null
  }
}

async function pushAgain(sandbox: string, appId: string, groupId: string | null): Promise<unknown> {
  const { groups } = await client.okta.pushGroups.list({ sandbox, appId })
  const pushed = groups.find((group) => group.groupId === groupId)
  return pushed === undefined ? null : client.okta.pushGroups.pushNow({ sandbox, appId, id: pushed.id })
}
