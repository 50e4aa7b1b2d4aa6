import { describeEvent } from '../../../src-shared/domain/events.ts'
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
      return { total: events.length, events: events.slice(0, shown).map((event) => ({ event, sentence: describeEvent(event) })), refusal: null }
    } catch (error) {
      if (!(error instanceof ScimError)) throw error
      return { total: 0, events: [], refusal: error.message }
    }
  }),
}
