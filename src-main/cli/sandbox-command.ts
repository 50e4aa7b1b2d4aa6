import { type Command, Option } from 'commander'
import type { Built } from '../core/core.ts'
import { connect, type Connection, type ConnectOptions } from './connect.ts'
import { reporting } from './exit-codes.ts'

export interface SandboxOptions extends ConnectOptions {
  sandbox: string
  json?: boolean
}

/** A command about one sandbox: which, and where Scimbox is. */
export function sandboxCommand(program: Command, name: string): Command {
  return whereabouts(program.command(name)).addOption(
    new Option('--sandbox <slug>', 'the sandbox').default('default').env('SCIMBOX_SANDBOX'),
  )
}

/** The options by which a command finds a running Scimbox, or the folder to open when none runs. */
export function whereabouts(command: Command): Command {
  return command
    .addOption(new Option('--data-dir <folder>', 'where the sandboxes live; the Scimbox that runs on it is asked').env('SCIMBOX_DATA_DIR'))
    .addOption(new Option('--console-url <url>', 'ask the Scimbox at this address instead').env('SCIMBOX_CONSOLE_URL'))
    .addOption(new Option('--console-token <token>', 'its console token').env('SCIMBOX_CONSOLE_TOKEN'))
    .addOption(new Option('--json', 'print JSON for machines').env('SCIMBOX_JSON'))
}

/** Runs a command with a connection that is closed at its end. */
export function connected(options: ConnectOptions, built: Built, work: (connection: Connection) => Promise<void>): Promise<void> {
  return reporting(async () => {
    const connection = await connect(options, built)
    try {
      await work(connection)
    } finally {
      await connection.close()
    }
  })
}
