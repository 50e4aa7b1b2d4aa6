import { z } from 'zod'
import { api, inSandbox, instant, jobSchema } from './common.ts'

/** What a sandbox can be written as: its state, its users and groups, or its traffic. */
export const exportFormats = ['native', 'list', 'ndjson', 'csv', 'sql', 'har', 'postman', 'curl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The media type of each format and how its files end. */
export const exportFiles: Record<ExportFormat, { type: string; suffix: string }> = {
  native: { type: 'application/json', suffix: 'scimbox.json' },
  list: { type: 'application/scim+json', suffix: 'scim.json' },
  ndjson: { type: 'application/x-ndjson', suffix: 'ndjson' },
  csv: { type: 'text/csv; charset=utf-8', suffix: 'csv' },
  sql: { type: 'application/sql', suffix: 'sql' },
  har: { type: 'application/json', suffix: 'har' },
  postman: { type: 'application/json', suffix: 'postman.json' },
  curl: { type: 'text/x-shellscript', suffix: 'sh' },
}

/** What can be read back: `native` replaces the whole state, the others add and change users and groups. */
export const importFormats = ['native', 'list', 'ndjson', 'csv'] as const
export type ImportFormat = (typeof importFormats)[number]

const counts = z.object({ created: z.number().int(), changed: z.number().int(), removed: z.number().int(), unchanged: z.number().int() })

/** One resource of an import, or one thing wrong with its file. */
export const importRowSchema = z.object({
  /** Where in the file: `resources 12`, `line 3`; empty for what is only in the sandbox. */
  at: z.string(),
  action: z.enum(['created', 'changed', 'removed', 'refused']),
  what: z.string(),
  /** Why it is refused, or what changes. */
  detail: z.string(),
})
export type ImportRow = z.infer<typeof importRowSchema>

/** Why a reset does not return to what was stored; absent where it does. */
const resetProblem = z.string().optional()

/** What an import does, or would do. It is applied as a whole or, with anything refused, not at all. */
export const importReportSchema = z.object({
  format: z.enum(importFormats),
  applied: z.boolean(),
  users: counts,
  groups: counts,
  /** Resources of declared types. */
  others: counts,
  refused: z.number().int(),
  /** The first 500 refusals, then the first 500 of the rest. */
  rows: z.array(importRowSchema),
  resetProblem,
})
export type ImportReport = z.infer<typeof importReportSchema>

/** A company to be made: the same plan gives the same company. */
export const seedPlanSchema = z.object({
  users: z.number().int().min(0).max(1_000_000).default(100),
  groups: z.number().int().min(0).max(10_000).default(12),
  seed: z.string().min(1).max(200).default('1'),
  domain: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name such as acme.test').default('acme.test'),
  edgeCases: z.boolean().default(false).describe('Begin with people whose names break things: apostrophes, formulas, right to left.'),
})
export type SeedPlan = z.infer<typeof seedPlanSchema>

export const fixtures = {
  seed: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/seed', tags: ['Import & Export'],
      description: 'Adds a company made by chance, without a request; `clock` freezes the sandbox clock first.',
    })
    .input(seedPlanSchema.extend({ ...inSandbox, clock: instant.optional(), job: jobSchema.optional() }))
    .output(z.object({ users: z.number().int(), groups: z.number().int(), resetProblem })),
}
