import { Command } from 'commander'
import type { Built } from '../core/core.ts'
import { exitCodes } from './exit-codes.ts'
import { addFixtureCommands } from './fixture-commands.ts'
import { addRunningCommands } from './running-commands.ts'
import { addSnapshotCommands } from './snapshot-commands.ts'
import { addStateCommands } from './state-commands.ts'
import { addTunnelCommands } from './tunnel-commands.ts'
import { addUpCommand } from './up-command.ts'

const codes = `
Exit codes: 0 done · 1 refused or failed, nothing was changed · 2 the command line was not understood
            3 no Scimbox answers, or it is not ready`

/** The terminal host: `scimbox <command>`. Every flag has an environment variable of the same meaning. */
export async function run(argv: string[], built: Built): Promise<void> {
  const program = new Command('scimbox').description('A SCIM 2.0 sandbox that explains every request.')
    .showHelpAfterError().addHelpText('after', codes)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.usage))
  addUpCommand(program, built)
  addFixtureCommands(program, built)
  addStateCommands(program, built)
  addSnapshotCommands(program, built)
  addRunningCommands(program)
  addTunnelCommands(program, built)
  await program.parseAsync(argv)
}
