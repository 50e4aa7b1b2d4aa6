import { listEntityMemberRows } from '../directory/rows.ts'
import { describeEntity, listEntities } from '../provisioning/entity-list.ts'
import { requireEntity } from '../provisioning/entities.ts'
import { api, sandboxOf } from './context.ts'

export const entityRoutes = {
  list: api.entities.list.handler(({ context, input }) => listEntities(sandboxOf(context, input.sandbox).reader, input)),
  get: api.entities.get.handler(({ context, input }) => describeEntity(sandboxOf(context, input.sandbox).reader, input.id)),
  create: api.entities.create.handler(async ({ context, input: { sandbox: slug, ...given } }) => {
    const sandbox = sandboxOf(context, slug)
    const id = await sandbox.change({ action: 'createEntity', ...given })
    return describeEntity(sandbox.reader, id!)
  }),
  change: api.entities.change.handler(async ({ context, input: { sandbox: slug, id, name, allottedConcurrency, isDefault } }) => {
    const sandbox = sandboxOf(context, slug)
    if (name !== undefined) await sandbox.change({ action: 'renameEntity', id, name })
    if (allottedConcurrency !== undefined) await sandbox.change({ action: 'allotConcurrency', id, allottedConcurrency })
    if (isDefault) await sandbox.change({ action: 'makeDefault', id })
    return describeEntity(sandbox.reader, id)
  }),
  remove: api.entities.remove.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).change({ action: 'removeEntity', id: input.id })
  }),
  members: api.entities.members.handler(({ context, input }) => {
    const { reader } = sandboxOf(context, input.sandbox)
    return listEntityMemberRows(reader, requireEntity(reader, input.id), input)
  }),
  assign: api.entities.assign.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).change({ action: 'assignByHand', id: input.id, userId: input.userId })
  }),
  removeMember: api.entities.removeMember.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).change({ action: 'removeFromTeam', id: input.id, userId: input.userId })
  }),
}
