import { z } from 'zod'
import { conflictTypes, type EntityKind, entityKinds, entityKindNames, entityKindWords, mappingStatuses } from './provisioning.ts'
import { roles } from './roles.ts'

/** One changed path of stored state. `before` or `after` is absent where there was or is no value. */
export const changeSchema = z.object({
  path: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
})
export type Change = z.infer<typeof changeSchema>

const role = z.enum(roles)
const user = { userId: z.string(), userName: z.string() }
const group = { groupId: z.string(), displayName: z.string() }
const changes = z.array(changeSchema)
/** Why the engine decided so: one plain sentence and the source that rules it. */
const reason = z.string()
const kind = z.enum(entityKinds)
const entity = { kind, entityId: z.number(), name: z.string() }
/** `target` is the name of the entity; null while none is chosen. */
const mapping = { mappingId: z.number(), ...group, kind, target: z.string().nullable() }
/** The two claims of a conflict card as "group → entity". */
const card = { ...user, conflictType: z.enum(conflictTypes), current: z.string(), incoming: z.string() }
const fault = { faultId: z.number(), name: z.string() }

/** What puts other state into a sandbox, beside requests and what an admin does. */
const stateActs = ['import', 'seed', 'restore', 'reset'] as const
const stateActWords: Record<(typeof stateActs)[number], string> = { import: 'Imported', seed: 'Seeded', restore: 'Restored', reset: 'Reset to' }

/**
 * Every event a mutation can return: the only source of effect chips, sentences, history and the live console.
 * The payload is what the sentence and the diff need, nothing a reader would have to look up.
 */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user.created'), ...user, changes }),
  z.object({ type: z.literal('user.updated'), ...user, changes }),
  z.object({ type: z.literal('user.deactivated'), ...user }),
  z.object({ type: z.literal('user.reactivated'), ...user }),
  z.object({ type: z.literal('user.removed'), ...user }),
  z.object({ type: z.literal('user.role.overridden'), ...user, role }),
  z.object({ type: z.literal('user.role.override-cleared'), ...user, role }),
  z.object({ type: z.literal('role.changed'), ...user, before: role.nullable(), after: role, reason }),
  z.object({
    type: z.literal('concurrency-group.assigned'), ...user, before: z.string().nullable(), after: z.string().nullable(), reason,
  }),
  z.object({ type: z.literal('organization.assigned'), ...user, before: z.string().nullable(), after: z.string(), reason }),
  z.object({ type: z.literal('team.member.added'), ...user, entityId: z.number(), name: z.string(), reason }),
  z.object({ type: z.literal('team.member.removed'), ...user, entityId: z.number(), name: z.string(), reason }),
  z.object({ type: z.literal('user.assignment.overridden'), ...user, ...entity, action: z.enum(['assigned', 'removed']) }),
  z.object({ type: z.literal('user.assignment.override-cleared'), ...user, ...entity }),
  z.object({ type: z.literal('organization.without-admin') }),
  z.object({ type: z.literal('mapping.created'), ...mapping, reason }),
  z.object({ type: z.literal('mapping.auto-approved'), ...mapping, reason }),
  z.object({ type: z.literal('mapping.approved'), ...mapping }),
  z.object({ type: z.literal('mapping.pending'), ...mapping, before: z.enum(mappingStatuses), reason }),
  z.object({ type: z.literal('mapping.rejected'), ...mapping, reason }),
  z.object({
    type: z.literal('mapping.retargeted'), ...mapping, before: z.object({ kind, target: z.string().nullable() }),
  }),
  z.object({ type: z.literal('mapping.removed'), ...mapping }),
  z.object({ type: z.literal('rule.created'), ruleId: z.number(), rule: z.string(), kind }),
  z.object({ type: z.literal('rule.updated'), ruleId: z.number(), rule: z.string(), kind, changes }),
  z.object({ type: z.literal('rule.removed'), ruleId: z.number(), rule: z.string(), kind }),
  z.object({ type: z.literal('conflict.opened'), ...card }),
  z.object({ type: z.literal('conflict.resolved'), ...card, how: z.enum(['keep-current', 'use-incoming', 'auto-resolved']), reason }),
  z.object({ type: z.literal('group.created'), ...group, changes }),
  z.object({ type: z.literal('group.restored'), ...group, changes }),
  z.object({ type: z.literal('group.updated'), ...group, changes }),
  z.object({ type: z.literal('group.renamed'), ...group, before: z.string() }),
  z.object({ type: z.literal('group.roles.changed'), ...group, before: z.array(role), after: z.array(role) }),
  z.object({ type: z.literal('group.deleted'), ...group }),
  z.object({ type: z.literal('group.removed'), ...group }),
  z.object({ type: z.literal('group.member.added'), ...group, ...user }),
  z.object({ type: z.literal('group.member.removed'), ...group, ...user }),
  z.object({ type: z.literal('resource.created'), resourceType: z.string(), resourceId: z.string(), changes }),
  z.object({ type: z.literal('resource.updated'), resourceType: z.string(), resourceId: z.string(), changes }),
  z.object({ type: z.literal('resource.removed'), resourceType: z.string(), resourceId: z.string() }),
  z.object({ type: z.literal('entity.created'), ...entity, allottedConcurrency: z.number().optional() }),
  z.object({ type: z.literal('entity.renamed'), ...entity, before: z.string() }),
  z.object({ type: z.literal('entity.rename-blocked'), ...entity, wanted: z.string() }),
  z.object({ type: z.literal('entity.updated'), ...entity, changes }),
  z.object({ type: z.literal('entity.deleted'), ...entity }),
  z.object({ type: z.literal('foreign-user.added'), address: z.string() }),
  z.object({ type: z.literal('foreign-user.removed'), address: z.string() }),
  z.object({ type: z.literal('setting.changed'), setting: z.string(), before: z.json(), after: z.json() }),
  z.object({ type: z.literal('fault.created'), ...fault }),
  z.object({ type: z.literal('fault.changed'), ...fault, changes }),
  z.object({ type: z.literal('fault.rearmed'), ...fault }),
  z.object({ type: z.literal('fault.removed'), ...fault }),
  z.object({ type: z.literal('fault.hit'), ...fault, method: z.string(), path: z.string(), hits: z.number(), count: z.number().nullable() }),
  z.object({ type: z.literal('state.replaced'), by: z.enum(stateActs), name: z.string(), users: z.number(), groups: z.number() }),
  z.object({ type: z.literal('token.rotated'), overlapSeconds: z.number() }),
  z.object({ type: z.literal('token.revoked'), tokenId: z.number() }),
  z.object({ type: z.literal('schema.created'), schemaId: z.string() }),
  z.object({ type: z.literal('schema.updated'), schemaId: z.string(), changes }),
  z.object({ type: z.literal('schema.removed'), schemaId: z.string() }),
  z.object({ type: z.literal('resource-type.created'), name: z.string() }),
  z.object({ type: z.literal('resource-type.updated'), name: z.string(), changes }),
  z.object({ type: z.literal('resource-type.removed'), name: z.string() }),
])
export type DomainEvent = z.infer<typeof eventSchema>
export type EventType = DomainEvent['type']
export type EventOf<Type extends EventType> = Extract<DomainEvent, { type: Type }>

const sentences: { [Type in EventType]: (event: EventOf<Type>) => string } = {
  'user.created': (e) => `${e.userName} was created as user ${e.userId}.`,
  'user.updated': (e) => `${e.userName}: ${list(e.changes.map((change) => lastName(change.path)))} changed.`,
  'user.deactivated': (e) => `${e.userName} was deactivated.`,
  'user.reactivated': (e) => `${e.userName} was reactivated.`,
  'user.removed': (e) => `${e.userName} was removed from the organization.`,
  'user.role.overridden': (e) => `An admin set ${e.userName} to ${e.role} by hand, until the next sync.`,
  'user.role.override-cleared': (e) => `The role set by hand (${e.role}) for ${e.userName} ended with this sync.`,
  'role.changed': (e) => (e.before === null
    ? `${e.userName} starts as ${e.after}: ${e.reason}.`
    : `${e.userName} became ${e.after} (was ${e.before}): ${e.reason}.`),
  'concurrency-group.assigned': (e) => (e.after === null
    ? `${e.userName} left concurrency group ${e.before}: ${e.reason}.`
    : `${e.userName} is in concurrency group ${e.after}: ${e.reason}.`),
  'organization.assigned': (e) => `${e.userName} is in organization ${e.after}: ${e.reason}.`,
  'team.member.added': (e) => `${e.userName} is in team ${e.name}: ${e.reason}.`,
  'team.member.removed': (e) => `${e.userName} left team ${e.name}: ${e.reason}.`,
  'user.assignment.overridden': (e) => (e.action === 'removed'
    ? `An admin removed ${e.userName} from ${entityKindWords[e.kind]} ${e.name} by hand, until the next sync.`
    : `An admin put ${e.userName} into ${entityKindWords[e.kind]} ${e.name} by hand, until the next sync.`),
  'user.assignment.override-cleared': (e) => `What was set by hand for ${e.userName} (${entityKindWords[e.kind]} ${e.name}) ended with this sync.`,
  'organization.without-admin': () => 'The organization has no active Admin left.',
  'group.created': (e) => `Group ${e.displayName} was created.`,
  'group.restored': (e) => `Group ${e.displayName} was restored with its old id.`,
  'group.updated': (e) => `Group ${e.displayName}: ${list(e.changes.map((change) => lastName(change.path)))} changed.`,
  'group.renamed': (e) => `Group ${e.before} is now called ${e.displayName}.`,
  'group.roles.changed': (e) => `Group ${e.displayName} now gives ${e.after.length > 0 ? list(e.after) : 'no role'}.`,
  'group.deleted': (e) => `Group ${e.displayName} was deleted; a push of the same name restores it.`,
  'group.removed': (e) => `Group ${e.displayName} was removed.`,
  'group.member.added': (e) => `${e.userName} joined ${e.displayName}.`,
  'group.member.removed': (e) => `${e.userName} left ${e.displayName}.`,
  'resource.created': (e) => `${e.resourceType} ${e.resourceId} was created.`,
  'resource.updated': (e) => `${e.resourceType} ${e.resourceId}: ${list(e.changes.map((change) => lastName(change.path)))} changed.`,
  'resource.removed': (e) => `${e.resourceType} ${e.resourceId} was removed.`,
  'mapping.created': (e) => `${mappingWords(e)} is Pending: ${e.reason}.`,
  'mapping.auto-approved': (e) => `${mappingWords(e)} is Auto-Approved: ${e.reason}.`,
  'mapping.approved': (e) => `${mappingWords(e)} was Approved.`,
  'mapping.pending': (e) => `${mappingWords(e)} went from ${e.before} to Pending: ${e.reason}.`,
  'mapping.rejected': (e) => `${mappingWords(e)} was Rejected: ${e.reason}.`,
  'mapping.retargeted': (e) => `The mapping of ${e.displayName} now leads to ${targetWords(e)} instead of ${targetWords(e.before)}.`,
  'mapping.removed': (e) => `${mappingWords(e)} was removed.`,
  'rule.created': (e) => `Mapping rule ${e.rule} → ${entityKindNames[e.kind]} was added; what exists stays as it is.`,
  'rule.updated': (e) => `Mapping rule ${e.rule} → ${entityKindNames[e.kind]} was changed; what exists stays as it is.`,
  'rule.removed': (e) => `Mapping rule ${e.rule} → ${entityKindNames[e.kind]} was removed; what exists stays as it is.`,
  'conflict.opened': (e) => `${e.conflictType} conflict for ${e.userName}: ${e.incoming} claims what ${e.current} has. The current assignment stays.`,
  'conflict.resolved': (e) => `${e.conflictType} conflict of ${e.userName} between ${e.current} and ${e.incoming} is resolved: ${e.reason}.`,
  'entity.created': (e) => `${entityWords(e)} was created${e.allottedConcurrency === 0 ? ' with 0 allotted concurrency' : ''}.`,
  'entity.renamed': (e) => `${entityKindNames[e.kind]} ${e.before} is now called ${e.name}.`,
  'entity.rename-blocked': (e) => `${entityWords(e)} keeps its name: another one is called ${e.wanted}.`,
  'entity.updated': (e) => `${entityWords(e)}: ${list(e.changes.map((change) => lastName(change.path)))} changed.`,
  'entity.deleted': (e) => `${entityWords(e)} was deleted.`,
  'foreign-user.added': (e) => `${e.address} is now known in another organization.`,
  'foreign-user.removed': (e) => `${e.address} is no longer known in another organization.`,
  'setting.changed': (e) => `Setting ${e.setting} changed.`,
  'fault.created': (e) => `Fault rule “${e.name}” was added.`,
  'fault.changed': (e) => `Fault rule “${e.name}”: ${list(e.changes.map((change) => change.path))} changed.`,
  'fault.rearmed': (e) => `Fault rule “${e.name}” counts from zero again.`,
  'fault.removed': (e) => `Fault rule “${e.name}” was removed.`,
  'fault.hit': (e) => `Fault rule “${e.name}” hit ${e.method} ${e.path}: ${e.hits}${e.count === null ? '' : ` of ${e.count}`} used.`,
  'state.replaced': (e) => `${stateActWords[e.by]}${e.name === '' ? '' : ` ${e.name}`}: ${e.users} users in ${e.groups} groups.`,
  'token.rotated': (e) => (e.overlapSeconds > 0
    ? `The bearer token was rotated; the old one works for another ${e.overlapSeconds} s.`
    : 'The bearer token was rotated; the old one no longer works.'),
  'token.revoked': () => 'A bearer token was revoked.',
  'schema.created': (e) => `Schema ${e.schemaId} was added.`,
  'schema.updated': (e) => `Schema ${e.schemaId} was changed.`,
  'schema.removed': (e) => `Schema ${e.schemaId} was removed.`,
  'resource-type.created': (e) => `Resource type ${e.name} was added.`,
  'resource-type.updated': (e) => `Resource type ${e.name} was changed.`,
  'resource-type.removed': (e) => `Resource type ${e.name} was removed.`,
}

function entityWords({ kind, name }: { kind: EntityKind; name: string }): string {
  return `${entityKindNames[kind]} ${name}`
}

function targetWords({ kind, target }: { kind: EntityKind; target: string | null }): string {
  return target === null ? `a ${entityKindNames[kind]} not chosen yet` : `${entityKindNames[kind]} ${target}`
}

function mappingWords(event: { displayName: string; kind: EntityKind; target: string | null }): string {
  return `The mapping of ${event.displayName} to ${targetWords(event)}`
}

/** The event as one plain sentence. */
export function describeEvent(event: DomainEvent): string {
  return (sentences[event.type] as (event: DomainEvent) => string)(event)
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The part of an attribute path people say: `OrganizationRole` of a URN path, `name.familyName` as it is. */
export function lastName(path: string): string {
  return path.startsWith('urn:') ? path.slice(path.lastIndexOf(':') + 1) : path
}
