import type { Flow } from '../../../../src-shared/api/flow.ts'

export type FlowGroup = Flow['groups'][number]
export type FlowMapping = Flow['mappings'][number]

/** What the picture shows first is what waits for somebody. */
export const sections = [
  'Needs attention',
  'Pending',
  'Teams',
  'Concurrency groups',
  'Sub-organizations',
  'Rejected',
  'No mapping yet',
] as const
export type Section = (typeof sections)[number]

/** One line of the picture from top to bottom. */
export type Row =
  | { type: 'section'; section: Section; groups: number }
  | { type: 'group'; group: FlowGroup; mappings: FlowMapping[] }
  | { type: 'fold'; section: Section; hidden: number }

/** A picture of more groups than this folds its long sections. */
export const foldsFrom = 40
/** What stays of a folded section. */
export const keptOfFold = 5

const synced = { team: 'Teams', concurrencyGroup: 'Concurrency groups', subOrganization: 'Sub-organizations' } as const

/** Where a group belongs: with several mappings, to the first section that one of them belongs to. */
export function sectionOf(mappings: readonly FlowMapping[]): Section {
  const places = mappings.map(({ status, conflicts, targetDeleted, kind }): Section => {
    if (conflicts > 0 || targetDeleted) return 'Needs attention'
    if (status === 'Pending') return 'Pending'
    return status === 'Rejected' ? 'Rejected' : synced[kind]
  })
  return sections.find((section) => places.includes(section)) ?? 'No mapping yet'
}

/** The rows of the picture: groups by section, in the order they came in; long sections folded where there are many groups. */
export function rowsOf(
  { groups, mappings }: Pick<Flow, 'groups' | 'mappings'>,
  unfolded: ReadonlySet<Section>,
): Row[] {
  const ofGroup = Map.groupBy(mappings, ({ groupId }) => groupId)
  const bySection = Map.groupBy(groups, ({ id }) => sectionOf(ofGroup.get(id) ?? []))
  const named = bySection.size > 1
  return sections.flatMap((section): Row[] => {
    const all = bySection.get(section)
    if (all === undefined) return []
    const folded = groups.length > foldsFrom && !unfolded.has(section) && all.length > keptOfFold + 1
    const shown = folded ? all.slice(0, keptOfFold) : all
    return [
      ...(named ? [{ type: 'section' as const, section, groups: all.length }] : []),
      ...shown.map((group) => ({ type: 'group' as const, group, mappings: ofGroup.get(group.id) ?? [] })),
      ...(folded ? [{ type: 'fold' as const, section, hidden: all.length - shown.length }] : []),
    ]
  })
}
