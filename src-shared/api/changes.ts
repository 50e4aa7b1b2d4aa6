import { z } from 'zod'
import { eventSchema } from '../domain/events.ts'
import { flags } from '../domain/flags.ts'
import { conflictAnswers, entityKinds } from '../domain/provisioning.ts'
import { roles } from '../domain/roles.ts'
import { api, inSandbox } from './common.ts'
import { allottedConcurrency, entityName } from './entities.ts'
import { ruleGivenSchema } from './rules.ts'

const groupId = z.string()
const userId = z.string()
const id = z.number().int()
const kind = z.enum(entityKinds)

/** A change that can be made or only looked at: what Okta would push, and what an admin of the product does. */
export const changeSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('addMember'), groupId, userId }),
  z.object({ action: z.literal('removeMember'), groupId, userId }),
  z.object({ action: z.literal('renameGroup'), groupId, displayName: z.string().min(1).max(1000) }),
  z.object({ action: z.literal('setGroupRoles'), groupId, roles: z.array(z.enum(roles)).max(3) }),
  z.object({ action: z.literal('deleteGroup'), groupId }),
  z.object({ action: z.literal('pushGroup'), displayName: z.string().min(1).max(1000), userIds: z.array(userId).max(100_000).default([]) }),
  z.object({ action: z.literal('createMapping'), groupId, kind, entityId: id.nullable(), approve: z.boolean() }),
  z.object({ action: z.literal('approveMapping'), id, kind: kind.optional(), entityId: id.nullable().optional() }),
  z.object({ action: z.literal('rejectMapping'), id }),
  z.object({ action: z.literal('reopenMapping'), id }),
  z.object({ action: z.literal('retargetMapping'), id, kind, entityId: id.nullable() }),
  z.object({ action: z.literal('removeMapping'), id }),
  z.object({ action: z.literal('createRule'), rule: ruleGivenSchema }),
  z.object({ action: z.literal('updateRule'), id, rule: ruleGivenSchema }),
  z.object({ action: z.literal('removeRule'), id }),
  z.object({ action: z.literal('orderRules'), ids: z.array(id).max(1000) }),
  z.object({ action: z.literal('createEntity'), kind, name: entityName, allottedConcurrency: allottedConcurrency.optional() }),
  z.object({ action: z.literal('renameEntity'), id, name: entityName }),
  z.object({ action: z.literal('allotConcurrency'), id, allottedConcurrency }),
  z.object({ action: z.literal('makeDefault'), id }),
  z.object({ action: z.literal('removeEntity'), id }),
  z.object({ action: z.literal('assignByHand'), id, userId }),
  z.object({ action: z.literal('removeFromTeam'), id, userId }),
  z.object({
    action: z.literal('answerConflicts'), answer: z.enum(conflictAnswers),
    cards: z.array(z.object({ userId, current: id, incoming: id })).max(5000),
  }),
  z.object({ action: z.literal('setFlag'), flag: z.enum(flags), on: z.boolean() }),
])
export type Change = z.infer<typeof changeSchema>

export const changes = {
  preview: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/what-if', tags: ['What-if'],
      description: 'The events a change would cause, without making it.',
    })
    .input(z.object({ ...inSandbox, change: changeSchema }))
    .output(z.object({
      total: z.number().int(),
      /** How many of each type, and how many users those are about. */
      counts: z.record(z.string().describe('The type of the events.'), z.object({ events: z.number().int(), users: z.number().int() })),
      /** The first 500 of them. */
      events: z.array(z.object({ event: eventSchema, sentence: z.string() })),
      /** Why the change would be refused; then there are no events. */
      refusal: z.string().nullable(),
    })),
}
