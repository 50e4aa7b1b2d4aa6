import { afterAll, describe, expect, test } from 'vitest'
import type { EventType } from '../../src-shared/domain/events.ts'
import type { ScimType } from '../../src-shared/scim/errors.ts'
import { ERROR } from '../../src-shared/scim/urns.ts'
import { startLab, type Reply, type Sandbox, type Variant } from './sandbox.ts'

/** What must come back and what must have happened. `events` is complete: an event that is not listed fails the row. */
export interface Outcome {
  status: number
  /** Matched as a subset; `{name}` in a string stands for the id of that user or group. */
  body?: object
  scimType?: ScimType
  events?: EventType[]
  /** The state afterwards: path → subset of the GET answer. */
  stored?: Record<string, object>
  /** Anything else to look at. */
  then?: (sandbox: Sandbox, reply: Reply) => Promise<void> | void
}

export interface Row extends Outcome, Variant {
  /** The line of the specification this row is. */
  line: string
  given?: (sandbox: Sandbox) => Promise<unknown>
  send: [method: string, path: string, body?: unknown, headers?: Record<string, string | null>]
  /** What differs in the strict variant; the row is then run in both. */
  strict?: Outcome
}

/** Declares one test per row, each in a sandbox of its own, all against one core. */
export function table(title: string, rows: Row[], variant: Variant = {}): void {
  const lab = startLab()
  afterAll(async () => (await lab).close())
  describe(title, () => {
    for (const row of rows) {
      test(row.line, async () => play(await (await lab).sandbox({ ...variant, ...variantOf(row) }), row, row))
      if (!row.strict) continue
      const strict = row.strict
      test(`${row.line} (strict)`, async () => {
        await play(await (await lab).sandbox({ ...variant, ...variantOf(row), strictness: 'strict' }), row, strict)
      })
    }
  })
}

function variantOf({ profile, strictness, switches }: Row): Variant {
  return { ...(profile && { profile }), ...(strictness && { strictness }), ...(switches && { switches }) }
}

async function play(sandbox: Sandbox, row: Row, outcome: Outcome) {
  await row.given?.(sandbox)
  const [method, path, body, headers] = row.send
  const reply = await sandbox.scim(method, named(sandbox, path), named(sandbox, body), headers)
  expect(reply.status, reply.text).toBe(outcome.status)
  expect(reply.effects).toEqual(outcome.events ?? [])
  if (outcome.status >= 400) expectError(reply, outcome.scimType)
  if (outcome.body) expect(reply.body).toMatchObject(named(sandbox, outcome.body))
  for (const [place, state] of Object.entries(outcome.stored ?? {})) {
    const found = await sandbox.scim('GET', named(sandbox, place))
    expect(found.status, found.text).toBe(200)
    expect(found.body).toMatchObject(named(sandbox, state))
  }
  await outcome.then?.(sandbox, reply)
}

/** RFC 7644 §3.12. */
export function expectError(reply: Reply, scimType?: ScimType): void {
  expect(reply.headers['content-type']).toBe('application/scim+json')
  expect(reply.body).toMatchObject({ schemas: [ERROR], status: String(reply.status), detail: expect.stringMatching(/\S/) })
  expect(reply.body.scimType).toBe(scimType)
}

/** Puts ids in the place of `{name}`. What is no JSON (a matcher, a Buffer) is left as it is. */
function named<Value>(sandbox: Sandbox, value: Value): Value {
  if (typeof value === 'string') {
    return value.replace(/\{(\w[\w-]*)\}/g, (all, name: string) => sandbox.ids[name] ?? all) as Value
  }
  if (Array.isArray(value)) return value.map((item) => named(sandbox, item)) as Value
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(sandbox, item)])) as Value
}
