import type { Change } from '../../../src-shared/api/changes.ts'
import type { Mapping } from '../../../src-shared/api/mappings.ts'
import { findById } from '../directory/resources.ts'
import { describeGroup, findMapping, listMappedGroups } from '../provisioning/mapped-groups.ts'
import { api, type ApiContext, missing, sandboxOf } from './context.ts'

export const mappingRoutes = {
  groups: api.mappings.groups.handler(({ context, input }) => listMappedGroups(sandboxOf(context, input.sandbox).reader, input)),
  ofGroup: api.mappings.ofGroup.handler(({ context, input }) => {
    const { reader } = sandboxOf(context, input.sandbox)
    const row = findById(reader, input.groupId)
    if (row?.type !== 'Group') throw missing(`There is no group ${input.groupId}.`)
    return describeGroup(reader, row)
  }),
  get: api.mappings.get.handler(({ context, input }) => findMapping(sandboxOf(context, input.sandbox).reader, input.id)),
  create: api.mappings.create.handler(async ({ context, input: { sandbox: slug, ...given } }) => {
    const sandbox = sandboxOf(context, slug)
    const id = await sandbox.change({ action: 'createMapping', ...given })
    return findMapping(sandbox.reader, id!)
  }),
  approve: api.mappings.approve.handler(({ context, input: { sandbox, ...given } }) => changed(context, sandbox, { action: 'approveMapping', ...given })),
  reject: api.mappings.reject.handler(({ context, input }) => changed(context, input.sandbox, { action: 'rejectMapping', id: input.id })),
  reopen: api.mappings.reopen.handler(({ context, input }) => changed(context, input.sandbox, { action: 'reopenMapping', id: input.id })),
  retarget: api.mappings.retarget.handler(({ context, input: { sandbox, ...given } }) => changed(context, sandbox, { action: 'retargetMapping', ...given })),
  remove: api.mappings.remove.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).change({ action: 'removeMapping', id: input.id })
  }),
}

async function changed(context: ApiContext, slug: string, change: Extract<Change, { id: number }>): Promise<Mapping> {
  const sandbox = sandboxOf(context, slug)
  await sandbox.change(change)
  return findMapping(sandbox.reader, change.id)
}
