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
    .addOption(flag('--json', 'print JSON for machines', 'SCIMBOX_JSON'))
}

/** An option without a value. The environment turns it on by anything but nothing, `0`, `false`, `no` and `off`. */
export function flag(flags: string, description: string, variable: string): Option {
  const isOff = /^(0|false|no|off|)$/i.test(process.env[variable] ?? '')
  const option = new Option(flags, isOff ? `${description} (env: ${variable})` : description)
  return isOff ? option : option.env(variable)
}

/** Runs a command with a connection that is closed at its end; `begins` as `connect` takes it. */
export function connected(
  options: ConnectOptions, built: Built, work: (connection: Connection) => Promise<void>, begins = false,
): Promise<void> {
  return reporting(async () => {
    const connection = await connect(options, built, begins)
    try {
      await work(connection)
    } finally {
      await connection.close()
    }
  })
}
