import { oc } from '@orpc/contract'
import { z } from 'zod'
import { tags } from '../domain/switches.ts'

/** Errors every call can end in; `data` says what to do where there is something to do. */
export const api = oc.errors({
  NOT_FOUND: { status: 404 },
  CONFLICT: { status: 409 },
  BAD_REQUEST: { status: 400 },
})

export const slugSchema = z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and dashes, 1 to 40 of them')

/** Input of every call about one sandbox. */
/** What a caller calls the long work it asks for, so as to end it: any text nobody else chooses. */
export const jobSchema = z.string().min(1).max(100)

export const inSandbox = { sandbox: slugSchema.describe('The slug of the sandbox.') }

export const pageInput = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
}

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ total: z.number().int(), items: z.array(item) })
}

/** Epoch milliseconds, within what a Date can hold (ECMA-262 §21.4.1.1). */
export const instant = z.number().int().min(-8.64e15).max(8.64e15)

export const findingSchema = z.object({
  kind: z.enum(['ignored', 'skipped', 'coerced', 'cleared', 'beyond', 'unchanged', 'warning']),
  code: z.string(),
  path: z.string().optional(),
  value: z.json().optional(),
  text: z.string(),
  rule: z.string(),
  tag: z.enum(tags),
})
