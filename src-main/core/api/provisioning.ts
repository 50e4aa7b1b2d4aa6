import { describeEvent, type DomainEvent } from '../../../src-shared/domain/events.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { readFlow } from '../provisioning/flow.ts'
import { api, sandboxOf } from './context.ts'

export const flowRoutes = {
  get: api.flow.get.handler(({ context, input }) => readFlow(sandboxOf(context, input.sandbox).reader, input)),
}

/** Events shown of a change that is only looked at. */
const shown = 500

export const changeRoutes = {
  preview: api.changes.preview.handler(async ({ context, input }) => {
    try {
      const events = await sandboxOf(context, input.sandbox).preview(input.change)
      const listed = events.slice(0, shown).map((event) => ({ event, sentence: describeEvent(event) }))
      return { total: events.length, counts: countByType(events), events: listed, refusal: null }
    } catch (error) {
      if (!(error instanceof ScimError) || error.status === 503) throw error
      return { total: 0, counts: {}, events: [], refusal: error.message }
    }
  }),
}

function countByType(events: readonly DomainEvent[]): Record<string, { events: number; users: number }> {
  const ofTypes = [...Map.groupBy(events, ({ type }) => type)]
  return Object.fromEntries(ofTypes.map(([type, same]) => {
    const users = new Set(same.flatMap((event) => ('userId' in event ? event.userId : [])))
    return [type, { events: same.length, users: users.size }]
  }))
}
