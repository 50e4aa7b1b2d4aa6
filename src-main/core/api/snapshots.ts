import { existsSync } from 'node:fs'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import { describeSnapshot, freshFile, listSnapshots, removeSnapshot, seedFile, snapshotFile } from '../snapshots/folder.ts'
import { saveFreshState, upgradeSnapshot } from '../snapshots/prepare.ts'
import { api, conflict, missing, sandboxOf } from './context.ts'

export const snapshotRoutes = {
  list: api.snapshots.list.handler(({ context, input }) => {
    const { snapshots } = sandboxOf(context, input.sandbox)
    return { seed: describeSnapshot(seedFile(snapshots)), items: listSnapshots(snapshots) }
  }),
  save: api.snapshots.save.handler(async ({ context, input: { sandbox: slug, name } }) => {
    const sandbox = sandboxOf(context, slug)
    const { snapshot: id } = await sandbox.writeFile(`Snapshot ${name}`, { task: 'snapshot', folder: sandbox.snapshots, name })
    context.changes.push(slug, ['snapshots'])
    return { id: id!, ...describeSnapshot(snapshotFile(sandbox.snapshots, id!))! }
  }),
  restore: api.snapshots.restore.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const snapshot = requireReadable(sandbox, input.id)
    upgradeSnapshot(snapshot)
    return context.okta.replaceState(sandbox, 'Restore', { task: 'restore', snapshot })
  }),
  remove: api.snapshots.remove.handler(({ context, input }) => {
    removeSnapshot(requireSnapshot(sandboxOf(context, input.sandbox), input.id))
    context.changes.push(input.sandbox, ['snapshots'])
  }),
  compare: api.snapshots.compare.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const from = requireReadable(sandbox, input.from)
    const to = input.to === undefined ? null : requireReadable(sandbox, input.to)
    return (await sandbox.writeFile('Compare', { task: 'compare', from, to })).comparison!
  }),
  reset: api.snapshots.reset.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    return context.okta.replaceState(sandbox, 'Reset', { task: 'reset', seed: preparedSeed(sandbox) })
  }),
}

/** A sandbox that was never filled is reset to a new one of its profile. */
function preparedSeed(sandbox: Sandbox): string {
  const known = seedFile(sandbox.snapshots)
  if (existsSync(known)) {
    refuseUnreadable(known, 'The seed')
    upgradeSnapshot(known)
    return known
  }
  const { profile, strictness, overrides, seed, clock } = sandbox.settings()
  const fresh = freshFile(sandbox.snapshots)
  saveFreshState(fresh, sandbox.now(), { profile, strictness, overrides, seed, clock })
  return fresh
}

function requireSnapshot({ snapshots }: Sandbox, id: number): string {
  const file = snapshotFile(snapshots, id)
  if (!existsSync(file)) throw missing(`There is no snapshot ${id}.`)
  return file
}

function requireReadable(sandbox: Sandbox, id: number): string {
  const file = requireSnapshot(sandbox, id)
  refuseUnreadable(file, `Snapshot ${id}`)
  return file
}

function refuseUnreadable(file: string, what: string): void {
  const problem = describeSnapshot(file)?.problem
  if (problem) throw conflict(problem.replace(/^It/, what))
}
