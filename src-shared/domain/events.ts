import { z } from 'zod'
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
  z.object({ type: z.literal('organization.without-admin') }),
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
  z.object({ type: z.literal('entity.created'), entityId: z.number(), name: z.string() }),
  z.object({ type: z.literal('entity.renamed'), entityId: z.number(), name: z.string(), before: z.string() }),
  z.object({ type: z.literal('entity.deleted'), entityId: z.number(), name: z.string() }),
  z.object({ type: z.literal('foreign-user.added'), address: z.string() }),
  z.object({ type: z.literal('foreign-user.removed'), address: z.string() }),
  z.object({ type: z.literal('setting.changed'), setting: z.string(), before: z.json(), after: z.json() }),
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
  'entity.created': (e) => `Concurrency group ${e.name} was created.`,
  'entity.renamed': (e) => `Concurrency group ${e.before} is now called ${e.name}.`,
  'entity.deleted': (e) => `Concurrency group ${e.name} was deleted.`,
  'foreign-user.added': (e) => `${e.address} is now known in another organization.`,
  'foreign-user.removed': (e) => `${e.address} is no longer known in another organization.`,
  'setting.changed': (e) => `Setting ${e.setting} changed.`,
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
