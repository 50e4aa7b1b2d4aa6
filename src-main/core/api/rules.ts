import type { MappingRule } from '../../../src-shared/api/rules.ts'
import { lastPriority } from '../../../src-shared/domain/provisioning.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { Db } from '../db/open.ts'
import { countMappings, previewRule } from '../provisioning/rule-preview.ts'
import { listRules, matches, requirePattern, requireRule, type Rule } from '../provisioning/rules.ts'
import { mapInTurns } from '../provisioning/turns.ts'
import { api, sandboxOf } from './context.ts'

export const ruleRoutes = {
  list: api.rules.list.handler(({ context, input }) => states(sandboxOf(context, input.sandbox).reader)),
  create: api.rules.create.handler(async ({ context, input: { sandbox: slug, ...given } }) => {
    const sandbox = sandboxOf(context, slug)
    const { priority = lastPriority(listRules(sandbox.reader)) } = given
    const id = await sandbox.change({ action: 'createRule', rule: { ...given, priority } })
    return state(sandbox.reader, requireRule(sandbox.reader, id!))
  }),
  update: api.rules.update.handler(async ({ context, input: { sandbox: slug, id, ...rule } }) => {
    const sandbox = sandboxOf(context, slug)
    await sandbox.change({ action: 'updateRule', id, rule })
    return state(sandbox.reader, requireRule(sandbox.reader, id))
  }),
  remove: api.rules.remove.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).change({ action: 'removeRule', id: input.id })
  }),
  order: api.rules.order.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    await sandbox.change({ action: 'orderRules', ids: input.ids })
    return states(sandbox.reader)
  }),
  preview: api.rules.preview.handler(({ context, input }) => previewRule(sandboxOf(context, input.sandbox).reader, input)),
  test: api.rules.test.handler(async ({ input: { type, pattern, names } }) => {
    try {
      requirePattern({ type, pattern })
      return { problem: null, results: await mapInTurns(names, (name) => ({ name, matches: matches({ type, pattern }, name) })) }
    } catch (error) {
      if (!(error instanceof ScimError)) throw error
      return { problem: error.message, results: names.map((name) => ({ name, matches: false })) }
    }
  }),
}

function states(db: Db): MappingRule[] {
  return listRules(db).map((rule) => state(db, rule))
}

function state(db: Db, rule: Rule): MappingRule {
  return { ...rule, mappings: countMappings(db, rule.id) }
}
