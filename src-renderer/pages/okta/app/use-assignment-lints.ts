import { useQuery } from '@tanstack/react-query'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import { api } from '../../../lib/api.ts'
import { useSandbox } from '../../../lib/place.ts'

const none: Lint[] = []

/** What the linter says of the assignments of an app. */
export function useAssignmentLints(appId: string): Lint[] {
  const sandbox = useSandbox()
  return useQuery(api.okta.assignments.lints.queryOptions({ input: { sandbox, appId } })).data ?? none
}
