import { type Command, InvalidArgumentError, Option } from 'commander'
import { profileIds, strictnesses } from '../../src-shared/domain/switches.ts'
import type { Built } from '../core/core.ts'
import { flag } from './sandbox-command.ts'
import { up, type UpOptions } from './up.ts'

/** `scimbox up`. */
export function addUpCommand(program: Command, built: Built): void {
  program.command('up')
    .description('Start the sandbox and its console, until stopped.')
    .addOption(new Option('--data-dir <folder>', 'where the sandboxes live').env('SCIMBOX_DATA_DIR'))
    .addOption(flag('--ephemeral', 'keep everything in a temporary folder that is removed at the end', 'SCIMBOX_EPHEMERAL'))
    .addOption(port('--port <number>', 'SCIM port, 0 for any', 7643).env('SCIMBOX_PORT'))
    .addOption(port('--console-port <number>', 'console port, 0 for any', 7644).env('SCIMBOX_CONSOLE_PORT'))
    .addOption(new Option('--host <address>', 'address of the SCIM listener').default('127.0.0.1').env('SCIMBOX_HOST'))
    .addOption(new Option('--console-host <address>', 'address of the console').default('127.0.0.1').env('SCIMBOX_CONSOLE_HOST'))
    .addOption(new Option('--allow-host <name...>', 'host names the console may be called by').default([]).env('SCIMBOX_ALLOW_HOST'))
    .addOption(new Option('--profile <profile>', 'behaviour profile of a new default sandbox').choices(profileIds).default('testmu').env('SCIMBOX_PROFILE'))
    .addOption(new Option('--strictness <strictness>', 'variant of the profile').choices(strictnesses).default('lenient').env('SCIMBOX_STRICTNESS'))
    .addOption(new Option('--seed <text>', 'what a new default sandbox derives its UUIDs from').env('SCIMBOX_SEED'))
    .addOption(new Option('--clock <instant>', 'freeze the clock of the default sandbox, such as 2026-01-01T00:00:00Z').argParser(instant).env('SCIMBOX_CLOCK'))
    .addOption(new Option('--import <file>', 'read a fixture into the default sandbox before it is ready').env('SCIMBOX_IMPORT'))
    .addOption(new Option('--export-on-exit <file>', 'write the default sandbox as a native fixture when it is stopped').env('SCIMBOX_EXPORT_ON_EXIT'))
    .addOption(flag('--json', 'print one JSON line when ready', 'SCIMBOX_JSON'))
    .addOption(flag('--open', 'open the console in the browser', 'SCIMBOX_OPEN'))
    .addHelpText('after', '\nWith --seed and --clock, the same requests one at a time give the same bytes in an export, on any machine.')
    .action((options: UpOptions) => up(options, built))
}

/** Epoch milliseconds of an instant with its offset. @throws InvalidArgumentError */
export function instant(text: string): number {
  const at = Date.parse(text)
  if (!Number.isNaN(at) && /(Z|[+-]\d{2}:\d{2})$/i.test(text)) return at
  throw new InvalidArgumentError('An instant is written like 2026-01-01T00:00:00Z.')
}

function port(flags: string, description: string, fallback: number): Option {
  return new Option(flags, description).default(fallback).argParser((text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
    throw new InvalidArgumentError('A port is 0 to 65535.')
  })
}
