import { useQuery } from '@tanstack/react-query'
import { api } from './api.ts'
import { plural } from './format.ts'

/** `2 rules, 1 preset` of what makes requests fail now; null where nothing does, or while it is not known. */
export function useActiveFaults(sandbox: string): string | null {
  const rules = useQuery(api.faults.list.queryOptions({ input: { sandbox } }))
  const presets = useQuery(api.faults.presets.queryOptions({ input: { sandbox } }))
  const armed = rules.data?.filter((rule) => rule.armed).length ?? 0
  const on = presets.data?.filter((preset) => preset.on).length ?? 0
  if (armed + on === 0) return null
  return [...(armed > 0 ? [plural(armed, 'rule')] : []), ...(on > 0 ? [plural(on, 'preset')] : [])].join(', ')
}
