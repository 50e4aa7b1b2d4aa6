import { z } from 'zod'
import { changeSchema } from '../domain/events.ts'
import { api, inSandbox, instant } from './common.ts'

export const snapshotSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  /** By the sandbox clock. */
  created: instant,
  /** Made before a restore or a reset. */
  automatic: z.boolean(),
  users: z.number().int(),
  groups: z.number().int(),
  /** Why it cannot be read; nothing else is known of it then but when its file was written. */
  problem: z.string().nullable(),
})
export type Snapshot = z.infer<typeof snapshotSchema>

/** One row of state in which two states differ; `table` as in a native fixture. */
export const stateDifferenceSchema = z.object({
  table: z.string(),
  what: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  changes: z.array(changeSchema),
})
export type StateDifference = z.infer<typeof stateDifferenceSchema>

export const comparisonSchema = z.object({
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  /** The first 500 of them. */
  differences: z.array(stateDifferenceSchema),
})
export type Comparison = z.infer<typeof comparisonSchema>

const base = '/sandboxes/{sandbox}/snapshots' as const
const id = z.coerce.number().int()
const held = z.object({ users: z.number().int(), groups: z.number().int() })

export const snapshots = {
  list: api
    .route({ method: 'GET', path: base, tags: ['Snapshots'], description: 'Newest first; `seed` is what a reset returns to.' })
    .input(z.object(inSandbox))
    .output(z.object({ seed: snapshotSchema.omit({ id: true }).nullable(), items: z.array(snapshotSchema) })),
  save: api
    .route({ method: 'POST', path: base, tags: ['Snapshots'], successStatus: 201 })
    .input(z.object({ ...inSandbox, name: z.string().trim().min(1).max(80) })).output(snapshotSchema),
  restore: api
    .route({
      method: 'POST', path: `${base}/{id}/restore`, tags: ['Snapshots'], description: 'After an automatic snapshot of what is there now.',
    })
    .input(z.object({ ...inSandbox, id })).output(held),
  remove: api
    .route({ method: 'DELETE', path: `${base}/{id}`, tags: ['Snapshots'], successStatus: 204 })
    .input(z.object({ ...inSandbox, id })).output(z.void()),
  compare: api
    .route({
      method: 'GET', path: `${base}/compare`, tags: ['Snapshots'], description: 'From one snapshot to another, or to what is there now.',
    })
    .input(z.object({ ...inSandbox, from: id, to: id.optional() })).output(comparisonSchema),
  reset: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/reset', tags: ['Snapshots'],
      description: 'Returns to what the sandbox was last filled with (sample company, import, seed), after an automatic snapshot.',
    })
    .input(z.object(inSandbox)).output(held),
}
