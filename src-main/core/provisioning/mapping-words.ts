import { entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import type { MappingRow } from './mapping-store.ts'

type Explained = Pick<MappingRow, 'kind' | 'reason' | 'detail'>

/** Why a mapping has its status, as the end of a sentence. */
export function reasonWords(mapping: Explained): string {
  return words[mapping.reason](mapping)
}

/** Where the decision comes from. */
export const reasonRules: Record<MappingRow['reason'], string> = {
  'by-hand': 'engine §2',
  rule: 'testmu-provisioning §6',
  'rule-without-approval': 'testmu-provisioning §6',
  'no-sub-organization': 'testmu-provisioning §6',
  owned: 'engine §2',
  'default-target': 'engine §2',
  'flag-off': 'engine §8',
  'target-deleted': 'testmu-provisioning §5',
  'on-hold': 'engine §5',
  'group-deleted': 'testmu-provisioning §3',
}

const words: Record<MappingRow['reason'], (mapping: Explained) => string> = {
  'by-hand': () => 'an admin decided so',
  rule: ({ detail }) => `rule ${detail} matches and approves automatically`,
  'rule-without-approval': ({ detail }) => `rule ${detail} matches, and its Auto Approve is off`,
  'no-sub-organization': ({ detail }) => `there is no sub-organization "${detail}", and none is ever created by a rule`,
  owned: ({ detail, kind }) => `the ${entityKindNames[kind]} of that name is owned by ${detail}: one group per entity`,
  'default-target': ({ detail }) => `${detail} is the default, which cannot be the target of a mapping`,
  'flag-off': ({ kind }) => `${entityKindNames[kind]}s are switched off for this organization`,
  'target-deleted': ({ detail, kind }) => `its target, ${entityKindNames[kind]} ${detail}, was deleted (target_deleted)`,
  'on-hold': ({ detail }) => `the group was renamed and ${detail ?? 'no rule matches the new name'}; members stay, newcomers wait`,
  'group-deleted': () => 'its group was deleted',
}
