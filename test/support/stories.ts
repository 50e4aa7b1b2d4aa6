import { afterAll, describe, expect, test } from 'vitest'
import { mapped, type World } from './mapped.ts'
import { startLab, type Variant } from './sandbox.ts'

/** One thing that happens in an organization, and all that must come of it. */
export interface Story extends Variant {
  /** The sentence of the specification this row is. */
  line: string
  given?: (w: World) => Promise<unknown>
  does: (w: World) => Promise<unknown>
  /** Complete, in order and in brief (`brief.ts`). */
  events: string[]
  /** The status of a refusal, by SCIM or the console API; without one the action must succeed. */
  refused?: number
  says?: RegExp
  /** Where users are afterwards: `organization / concurrency group / team+team`. */
  at?: Record<string, string>
  /** Every conflict card that is open afterwards. */
  conflicts?: string[]
  /** All mappings of these groups afterwards. */
  mappings?: Record<string, string[]>
  roles?: Record<string, string>
  then?: (w: World) => Promise<void>
}

/** Declares one test per row, each in a sandbox of its own, all against one core. */
export function stories(title: string, rows: Story[], variant: Variant = {}): void {
  const lab = startLab()
  afterAll(async () => (await lab).close())
  describe(title, () => {
    for (const row of rows) {
      test(row.line, async () => {
        const { profile, strictness, switches } = { ...variant, ...row }
        await tell(mapped(await (await lab).sandbox({
          ...(profile && { profile }), ...(strictness && { strictness }), ...(switches && { switches }),
        })), row)
      })
    }
  })
}

async function tell(w: World, row: Story): Promise<void> {
  await row.given?.(w)
  let refusal: { status: number; message: string } | null = null
  const events = await w.during(async () => { refusal = await refusalOf(() => row.does(w)) })
  expect(refusal, JSON.stringify(refusal)).toEqual(row.refused === undefined
    ? null
    : { status: row.refused, message: row.says ? expect.stringMatching(row.says) : expect.stringMatching(/\w/) })
  expect(events).toEqual(row.events)
  for (const [user, place] of Object.entries(row.at ?? {})) expect(await w.place(user), user).toBe(place)
  expect(await w.conflicts()).toEqual(row.conflicts ?? [])
  for (const [group, mappings] of Object.entries(row.mappings ?? {})) expect(await w.mappings(group), group).toEqual(mappings)
  for (const [user, role] of Object.entries(row.roles ?? {})) expect(await w.role(w.ids[user]!), user).toBe(role)
  await row.then?.(w)
}

/** How an action was refused: a SCIM answer of 400 and more, or an error of the console API. Anything else it throws is a fault of the test. */
export async function refusalOf(action: () => Promise<unknown>): Promise<{ status: number; message: string } | null> {
  try {
    const reply = await action()
    if (typeof reply !== 'object' || reply === null || !('effects' in reply)) return null
    const { status, body } = reply as unknown as { status: number; body: { detail: string } }
    return status >= 400 ? { status, message: body.detail } : null
  } catch (error) {
    if (!(error instanceof Error) || !('status' in error)) throw error
    return { status: error.status as number, message: error.message }
  }
}
