import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Built } from '../core/core.ts'
import { withProgress } from './progress.ts'
import { connected, type SandboxOptions, sandboxCommand } from './sandbox-command.ts'
import { complain, tell } from './terminal.ts'
import { instant } from './up-command.ts'

interface SeedOptions extends SandboxOptions {
  users: number
  groups: number
  seed: string
  domain: string
  edgeCases?: boolean
  clock?: number
}

/** `scimbox seed`, `reset` and `clock`. */
export function addStateCommands(program: Command, built: Built): void {
  sandboxCommand(program, 'seed')
    .description('Add a believable company: people of many languages, nested teams, roles. The same seed gives the same company.')
    .addOption(new Option('--users <count>', 'people').argParser(count).default(100))
    .addOption(new Option('--groups <count>', 'groups').argParser(count).default(12))
    .addOption(new Option('--seed <text>', 'what chance begins with').default('1'))
    .addOption(new Option('--domain <host>', 'of their addresses').default('acme.test'))
    .addOption(new Option('--clock <instant>', 'freeze the sandbox clock first, such as 2026-01-01T00:00:00Z').argParser(instant))
    .option('--edge-cases', 'begin with people whose names break things: apostrophes, very long ones, formulas, right to left')
    .action((options: SeedOptions) => connected(options, built, async (connection) => {
      const { sandbox, users, groups, seed, domain, edgeCases = false, clock } = options
      const plan = { sandbox, users, groups, seed, domain, edgeCases, clock }
      const held = await withProgress(connection, sandbox, ({ job, signal }) => connection.api.fixtures.seed({ ...plan, job }, { signal }))
      tell(options, held, `The sandbox holds ${held.users} users in ${held.groups} groups.`)
      if (held.resetProblem !== undefined) complain(held.resetProblem)
    }, true))
  sandboxCommand(program, 'reset')
    .description('Return to what the sandbox was last filled with: an import, a seed or the sample company; else to a new sandbox.')
    .action((options: SandboxOptions) => connected(options, built, async ({ api }) => {
      const held = await api.snapshots.reset({ sandbox: options.sandbox })
      tell(options, held, `Reset: ${held.users} users in ${held.groups} groups.`)
    }))
  sandboxCommand(program, 'clock')
    .description('Show the sandbox clock, freeze it, move it, or let it run.')
    .argument('[action]', 'freeze, run, an instant such as 2026-01-01T00:00:00Z, or a step such as +30s, +1h', clockAction)
    .action((action: ClockAction | undefined, options: SandboxOptions) => connected(options, built, async ({ api }) => {
      const { sandbox } = options
      const before = await api.settings.clock({ sandbox })
      const state = action === undefined ? before : await api.settings.setClock({ sandbox, ...action(before) })
      tell(options, state, `${new Date(state.now).toISOString()} ${state.frozen ? 'frozen' : 'running'}`)
    }))
}

interface ClockState { now: number; frozen: boolean }
type ClockAction = (before: ClockState) => { frozen: boolean; now?: number }

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function clockAction(text: string): ClockAction {
  if (text === 'freeze' || text === 'run') return () => ({ frozen: text === 'freeze' })
  const [, amount, unit] = /^\+(\d+)([smhd])$/.exec(text) ?? []
  if (amount !== undefined) return ({ now, frozen }) => ({ frozen, now: Math.round(now + Number(amount) * units[unit!]!) })
  const at = instant(text)
  return () => ({ frozen: true, now: at })
}

function count(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number.')
}
