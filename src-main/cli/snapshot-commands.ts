import type { Command } from 'commander'
import type { Comparison, Snapshot } from '../../src-shared/api/snapshots.ts'
import type { Built } from '../core/core.ts'
import type { Connection } from './connect.ts'
import { CommandFailure, exitCodes } from './exit-codes.ts'
import { connected, type SandboxOptions, sandboxCommand } from './sandbox-command.ts'
import { inert, tell } from './terminal.ts'

interface DiffOptions extends SandboxOptions { exitCode?: boolean }

/** `scimbox snapshot save | list | restore | diff | remove`. */
export function addSnapshotCommands(program: Command, built: Built): void {
  const snapshot = program.command('snapshot').description('Keep named states of a sandbox, compare them and go back to one.')
  sandboxCommand(snapshot, 'save').description('Keep the state of now.').argument('<name>')
    .action((name: string, options: SandboxOptions) => connected(options, built, async ({ api }) => {
      const saved = await api.snapshots.save({ sandbox: options.sandbox, name })
      tell(options, saved, line(saved))
    }))
  sandboxCommand(snapshot, 'list').description('Show them, newest first.')
    .action((options: SandboxOptions) => connected(options, built, async ({ api }) => {
      const { items } = await api.snapshots.list({ sandbox: options.sandbox })
      tell(options, items, items.map(line).join('\n') || 'No snapshots.')
    }))
  sandboxCommand(snapshot, 'restore').description('Go back to one, after an automatic snapshot of now.')
    .argument('<name>', 'its name, or @ and its number')
    .action((name: string, options: SandboxOptions) => connected(options, built, async (connection) => {
      const id = await idOf(connection, options.sandbox, name)
      const held = await connection.api.snapshots.restore({ sandbox: options.sandbox, id })
      tell(options, held, `Restored: ${held.users} users in ${held.groups} groups.`)
    }))
  sandboxCommand(snapshot, 'remove').description('Delete one.').argument('<name>', 'its name, or @ and its number')
    .action((name: string, options: SandboxOptions) => connected(options, built, async (connection) => {
      await connection.api.snapshots.remove({ sandbox: options.sandbox, id: await idOf(connection, options.sandbox, name) })
    }))
  addDiff(snapshot, built)
}

function addDiff(snapshot: Command, built: Built): void {
  sandboxCommand(snapshot, 'diff').description('What differs between one and another, or now.')
    .argument('<from>', 'its name, or @ and its number').argument('[to]', 'the same; now when absent')
    .option('--exit-code', 'end with 1 when anything differs')
    .action((from: string, to: string | undefined, options: DiffOptions) => connected(options, built, async (connection) => {
      const { sandbox } = options
      const ids = { from: await idOf(connection, sandbox, from), ...(to !== undefined && { to: await idOf(connection, sandbox, to) }) }
      const comparison = await connection.api.snapshots.compare({ sandbox, ...ids })
      tell(options, comparison, differenceWords(comparison))
      if (options.exitCode && comparison.differences.length > 0) process.exitCode = exitCodes.failed
    }))
}

/** The one of `@` and its number, else the newest of that name, else the one of that number. @throws CommandFailure */
async function idOf({ api }: Connection, sandbox: string, name: string): Promise<number> {
  const { items } = await api.snapshots.list({ sandbox })
  const found = items.find((item) => `@${item.id}` === name) ?? items.find((item) => item.name === name)
    ?? items.find((item) => String(item.id) === name)
  if (!found) throw new CommandFailure(`There is no snapshot "${inert(name)}". See: scimbox snapshot list`)
  return found.id
}

function line({ id, name, created, automatic, users, groups, problem }: Snapshot): string {
  const held = problem ?? `${users} users, ${groups} groups`
  return `${String(id).padStart(4)}  ${new Date(created).toISOString()}  ${inert(held)}  ${inert(name)}${automatic ? ' (automatic)' : ''}`
}

function differenceWords({ added, removed, changed, differences }: Comparison): string {
  const signs = { added: '+', removed: '−', changed: '~' }
  const lines = differences.map(({ table, what, kind, changes }) => (
    [`${signs[kind]} ${table} ${inert(what)}`, ...changes.map(changeWords)].join('')
  ))
  return [...lines, `${added} added, ${removed} removed, ${changed} changed`].join('\n')
}

function changeWords({ path, before, after }: Comparison['differences'][number]['changes'][number]): string {
  const [was, is] = [before, after].map((value) => (value === undefined ? '(none)' : JSON.stringify(value)))
  return `\n    ${inert(`${path}: ${was} → ${is}`)}`
}
