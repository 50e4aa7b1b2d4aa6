import { findById, type ResourceRow } from '../directory/resources.ts'
import { findGroupRow, listGroupRows, listMemberRows } from '../directory/rows.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import { renderResource } from '../scim/http/render.ts'
import { projection } from '../scim/schema/project.ts'
import { api, missing, sandboxOf } from './context.ts'

export const groupRoutes = {
  list: api.groups.list.handler(({ context, input }) => listGroupRows(sandboxOf(context, input.sandbox).reader, input)),
  get: api.groups.get.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const row = requireGroupRow(sandbox, input.id)
    const reading = sandbox.readContext()
    const model = reading.models.find((candidate) => candidate.type.name === 'Group')!
    const project = projection(model, { excludedAttributes: ['members'] })
    return { row: findGroupRow(reading.db, row.seq), resource: renderResource(reading, model, row, context.listener.origin() ?? '', project) }
  }),
  members: api.groups.members.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    return listMemberRows(sandbox.reader, requireGroupRow(sandbox, input.id).seq, input)
  }),
}

function requireGroupRow(sandbox: Sandbox, id: string): ResourceRow {
  const row = findById(sandbox.reader, id)
  if (row?.type !== 'Group') throw missing(`There is no group ${id}.`)
  return row
}
