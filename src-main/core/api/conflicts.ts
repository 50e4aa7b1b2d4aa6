import { listConflicts } from '../provisioning/conflict-list.ts'
import { api, sandboxOf } from './context.ts'

export const conflictRoutes = {
  list: api.conflicts.list.handler(({ context, input }) => listConflicts(sandboxOf(context, input.sandbox).reader, input)),
  answer: api.conflicts.answer.handler(async ({ context, input: { sandbox, cards, answer } }) => {
    const answered = (await sandboxOf(context, sandbox).change({ action: 'answerConflicts', cards, answer })) ?? 0
    return { answered, settledAlready: cards.length - answered }
  }),
}
