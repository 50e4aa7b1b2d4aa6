import { type Command, Option } from 'commander'
import { exportFormats, type ExportFormat, importFormats, type ImportFormat } from '../../src-shared/api/fixtures.ts'
import type { Built } from '../core/core.ts'
import { connected, type SandboxOptions, sandboxCommand } from './sandbox-command.ts'
import { exitCodes } from './exit-codes.ts'
import { sayJson, tell } from './terminal.ts'
import { exportTo, importFrom, reportWords } from './transfer.ts'

interface ImportOptions extends SandboxOptions { format?: ImportFormat; preview?: boolean }

/** `scimbox export` and `scimbox import`. */
export function addFixtureCommands(program: Command, built: Built): void {
  sandboxCommand(program, 'export')
    .description('Write the state (native, sql), the users and groups (list, ndjson, csv) or the traffic (har, postman, curl).')
    .argument('<file>', 'file to write, - for stdout')
    .addOption(new Option('--format <format>', 'what to write').choices(exportFormats).default('native'))
    .addHelpText('after', '\nThe same state is the same bytes: in git, a change of one user is a change of its lines.')
    .action((file: string, options: SandboxOptions & { format: ExportFormat }) => connected(options, built, async (connection) => {
      await exportTo(connection, options.sandbox, options.format, file)
      // What is on stdout is the file.
      if (options.json && file !== '-') sayJson({ file, format: options.format })
    }))
  sandboxCommand(program, 'import')
    .description('Read a file into a sandbox: all of it, or nothing when anything in it is refused.')
    .argument('<file>', 'file to read, - for stdin')
    .addOption(new Option('--format <format>', 'what the file is; known from how its name ends when absent').choices(importFormats))
    .option('--preview', 'only say what would be created, changed and refused, and why')
    .addHelpText('after', '\nA native file replaces the whole state; list, ndjson and csv add and change users and groups by their names.')
    .action((file: string, options: ImportOptions) => connected(options, built, async (connection) => {
      const preview = options.preview ?? false
      const report = await importFrom(connection, options.sandbox, file, { format: options.format, preview })
      tell(options, report, reportWords(report, preview))
      if (report.refused > 0) process.exitCode = exitCodes.failed
    }, true))
}
