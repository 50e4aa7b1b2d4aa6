import type { Fault, Preset } from '../../../src-shared/api/faults.ts'
import { bugCatalogue, bugIds } from '../../../src-shared/domain/bugs.ts'
import { type FaultGiven, type FaultRule, isArmed } from '../../../src-shared/domain/faults.ts'
import type { Db } from '../db/open.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import { changeFault, createFault, findFault, listFaults, mostFaults, rearmFault, removeFault } from '../traffic/faults.ts'
import { api, conflict, missing, sandboxOf } from './context.ts'

export const faultRoutes = {
  list: api.faults.list.handler(({ context, input }) => listFaults(sandboxOf(context, input.sandbox).reader).map(stateOf)),
  create: api.faults.create.handler(({ context, input: { sandbox, ...given } }) => sandboxOf(context, sandbox).write((writing) => {
    if (listFaults(writing.db).length >= mostFaults) throw conflict(`A sandbox holds at most ${mostFaults} fault rules. Remove some.`)
    return stateOf(createFault(writing, given))
  })),
  change: api.faults.change.handler(({ context, input: { sandbox, id, ...given } }) => sandboxOf(context, sandbox).write((writing) => (
    stateOf(changeFault(writing, requireFault(writing.db, id), given as Partial<FaultGiven>))
  ))),
  rearm: api.faults.rearm.handler(({ context, input: { sandbox, id } }) => sandboxOf(context, sandbox).write((writing) => {
    rearmFault(writing, requireFault(writing.db, id))
    return stateOf(requireFault(writing.db, id))
  })),
  remove: api.faults.remove.handler(({ context, input: { sandbox, id } }) => sandboxOf(context, sandbox).write((writing) => (
    removeFault(writing, requireFault(writing.db, id))
  ))),
  removeAll: api.faults.removeAll.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const rules = listFaults(writing.db)
    for (const rule of rules) removeFault(writing, rule)
    return { removed: rules.length }
  })),
  presets: api.faults.presets.handler(({ context, input }) => presetsOf(sandboxOf(context, input.sandbox))),
  setPreset: api.faults.setPreset.handler(async ({ context, input: { sandbox: slug, id, on } }) => {
    const sandbox = sandboxOf(context, slug)
    await sandbox.changeSettings(`preset ${bugCatalogue[id].title}`, ({ bugs }) => ({
      bugs: bugIds.filter((each) => (each === id ? on : bugs.includes(each))),
    }))
    return presetsOf(sandbox)
  }),
}

function stateOf(rule: FaultRule): Fault {
  return { ...rule, armed: isArmed(rule) }
}

function requireFault(db: Db, id: number): FaultRule {
  const rule = findFault(db, id)
  if (!rule) throw missing(`There is no fault rule ${id}.`)
  return rule
}

function presetsOf(sandbox: Sandbox): Preset[] {
  const { bugs } = sandbox.settings()
  return bugIds.map((id) => ({ id, ...bugCatalogue[id], on: bugs.includes(id) }))
}
