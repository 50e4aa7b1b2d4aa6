import { useQuery } from '@tanstack/react-query'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import { api } from '../../../lib/api.ts'
import { useSandbox } from '../../../lib/place.ts'

/** What the linter says of one field of the settings of an app. */
export function useSettingLints(appId: string): (field: string) => Lint[] {
  const sandbox = useSandbox()
  const { data } = useQuery(api.okta.attributes.list.queryOptions({ input: { sandbox, appId } }))
  return (field) => (data?.lints ?? []).filter((lint) => lint.subject === null && lint.field === field)
}

/** Whether a lint is about the profile, not about the settings of the app. */
export function isOfProfile({ subject, field }: Lint): boolean {
  return subject !== null || field === 'attributes'
}
