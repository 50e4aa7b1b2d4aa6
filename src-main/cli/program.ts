import { Command, Option } from 'commander'
import { profileIds, strictnesses } from '../../src-shared/domain/switches.ts'
import type { Built } from '../core/core.ts'
import { up, type UpOptions } from './up.ts'

/** The terminal host: `scimbox <command>`. Every flag has an environment variable of the same meaning. */
export async function run(argv: string[], built: Built): Promise<void> {
  const program = new Command('scimbox').description('A SCIM 2.0 sandbox that explains every request.').showHelpAfterError()
  program.command('up')
    .description('Start the sandbox and its console, until stopped.')
    .addOption(new Option('--data-dir <folder>', 'where the sandboxes live').env('SCIMBOX_DATA_DIR'))
    .addOption(new Option('--ephemeral', 'keep everything in a temporary folder that is removed at the end').env('SCIMBOX_EPHEMERAL'))
    .addOption(port('--port <number>', 'SCIM port, 0 for any', 7643).env('SCIMBOX_PORT'))
    .addOption(port('--console-port <number>', 'console port, 0 for any', 7644).env('SCIMBOX_CONSOLE_PORT'))
    .addOption(new Option('--host <address>', 'address of the SCIM listener').default('127.0.0.1').env('SCIMBOX_HOST'))
    .addOption(new Option('--console-host <address>', 'address of the console').default('127.0.0.1').env('SCIMBOX_CONSOLE_HOST'))
    .addOption(new Option('--allow-host <name...>', 'host names the console may be called by').default([]).env('SCIMBOX_ALLOW_HOST'))
    .addOption(new Option('--profile <profile>', 'behaviour profile of a new default sandbox').choices(profileIds).default('testmu').env('SCIMBOX_PROFILE'))
    .addOption(new Option('--strictness <strictness>', 'variant of the profile').choices(strictnesses).default('lenient').env('SCIMBOX_STRICTNESS'))
    .addOption(new Option('--json', 'print one JSON line when ready').env('SCIMBOX_JSON'))
    .addOption(new Option('--open', 'open the console in the browser').env('SCIMBOX_OPEN'))
    .action((options: UpOptions) => up(options, built))
  await program.parseAsync(argv)
}

function port(flags: string, description: string, fallback: number): Option {
  return new Option(flags, description).default(fallback).argParser((text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
    throw new Error(`"${text}" is no port: 0 to 65535.`)
  })
}
