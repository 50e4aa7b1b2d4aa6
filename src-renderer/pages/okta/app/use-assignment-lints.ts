import { useQuery } from '@tanstack/react-query'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import { api } from '../../../lib/api.ts'
import { useIsSendingMuch } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'

const none: Lint[] = []

/** What the linter says of the assignments of an app. While much is being sent it is not asked anew. */
export function useAssignmentLints(appId: string): Lint[] {
  const sandbox = useSandbox()
  const enabled = !useIsSendingMuch(sandbox)
  return useQuery(api.okta.assignments.lints.queryOptions({ input: { sandbox, appId }, enabled })).data ?? none
}
