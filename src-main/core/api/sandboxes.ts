import sample from '../../../resources/companies/sample.json' with { type: 'json' }
import { defaultSlug } from '../sandboxes/registry.ts'
import { type Company, loadCompany } from '../directory/company.ts'
import { api, type ApiContext, conflict, missing, sandboxOf } from './context.ts'

export const sandboxRoutes = {
  list: api.sandboxes.list.handler(({ context }) => context.registry.list()),
  get: api.sandboxes.get.handler(({ context, input }) => describe(context, input.sandbox)),
  create: api.sandboxes.create.handler(({ context, input }) => {
    const { registry } = context
    const slug = input.slug ?? registry.freeSlug(input.name)
    if (registry.describe(slug)) throw conflict(`There is a sandbox "${slug}" already.`)
    registry.create({ ...input, slug })
    return describe(context, slug)
  }),
  rename: api.sandboxes.rename.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    await sandbox.changeSettings('name', { name: input.name })
    return describe(context, input.sandbox)
  }),
  duplicate: api.sandboxes.duplicate.handler(async ({ context, input }) => {
    const slug = context.registry.freeSlug(input.name)
    context.registry.duplicate(sandboxOf(context, input.sandbox), input.name, slug)
    await context.okta.follow(sandboxOf(context, slug), input.sandbox)
    return describe(context, slug)
  }),
  remove: api.sandboxes.remove.handler(async ({ context, input }) => {
    describe(context, input.sandbox)
    if (input.sandbox === defaultSlug) throw conflict('The default sandbox stays: /api/scim answers from it.')
    const sandbox = context.registry.find(input.sandbox)
    if (sandbox) await context.okta.forget(sandbox)
    context.registry.remove(input.sandbox)
  }),
  progress: api.sandboxes.progress.handler(({ context, input }) => sandboxOf(context, input.sandbox).progress()),
  cancel: api.sandboxes.cancel.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    return { cancelled: input.job === undefined ? sandbox.cancel() : context.jobs.cancel(input.job) }
  }),
  loadSampleCompany: api.sandboxes.loadSampleCompany.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const added = await sandbox.write((writing) => loadCompany(writing, sample as Company))
    await sandbox.saveSeed('the sample company')
    return added
  }),
}

function describe(context: ApiContext, slug: string) {
  const info = context.registry.describe(slug)
  if (!info) throw missing(`There is no sandbox "${slug}".`)
  return info
}
