import { z } from 'zod'
import { conflictAnswers, conflictTypes, entityKinds } from '../domain/provisioning.ts'
import { api, inSandbox, pageInput, pageOf } from './common.ts'

const side = z.object({
  mappingId: z.number().int(),
  groupId: z.string(),
  displayName: z.string(),
  kind: z.enum(entityKinds),
  entity: z.string(),
})

/** A card is known by its user and the mappings of its two sides. */
const key = { userId: z.string(), current: z.number().int(), incoming: z.number().int() }

export const conflictSchema = z.object({
  userId: z.string(),
  userName: z.string(),
  active: z.boolean(),
  type: z.enum(conflictTypes),
  current: side,
  incoming: side,
  /** Why it is open. */
  sentence: z.string(),
  rule: z.string(),
})
export type Conflict = z.infer<typeof conflictSchema>

export const conflicts = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/conflicts', tags: ['Conflicts'] })
    .input(z.object({
      ...inSandbox, ...pageInput, search: z.string().default('').describe('Part of a userName or displayName.'),
      type: z.enum(conflictTypes).optional(), userId: z.string().optional(),
    }))
    .output(pageOf(conflictSchema)),
  answer: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/conflicts/answer', tags: ['Conflicts'],
      description: 'Keep Current or Use Incoming for one card or many; remembered. Cards an earlier answer has settled are skipped.',
    })
    .input(z.object({ ...inSandbox, cards: z.array(z.object(key)).min(1).max(5000), answer: z.enum(conflictAnswers) }))
    .output(z.object({ answered: z.number().int(), settledAlready: z.number().int() })),
}
