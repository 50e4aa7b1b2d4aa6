import type { Command } from 'commander'
import { defaultDataDir, type Instance } from '../hosts/instance.ts'
import { isLive, runningOn } from './connect.ts'
import { CommandFailure, exitCodes, reporting } from './exit-codes.ts'
import { openInBrowser } from './open-in-browser.ts'
import { type SandboxOptions, whereabouts } from './sandbox-command.ts'
import { say, sayJson } from './terminal.ts'

type Options = Omit<SandboxOptions, 'sandbox'>

/** `scimbox healthcheck` and `open`: about a Scimbox that runs. */
export function addRunningCommands(program: Command): void {
  whereabouts(program.command('healthcheck'))
    .description('Ends with 0 when a Scimbox runs and answers SCIM requests, with 3 when not.')
    .action((options: Options) => reporting(async () => {
      const { consoleUrl } = await running(options)
      const response = await fetch(new URL('/api/console/ready', consoleUrl))
      const { ready, reason } = await response.json() as { ready: boolean; reason: string | null }
      if (options.json) sayJson({ ready, reason, consoleUrl })
      if (!ready) throw new CommandFailure(reason ?? 'It is not ready.', exitCodes.notReady)
      if (!options.json) say(`Ready: ${consoleUrl}`)
    }))
  whereabouts(program.command('open'))
    .description('Open the console of a running Scimbox in the browser; with --json, print the link that signs in once.')
    .action((options: Options) => reporting(async () => {
      const { consoleUrl, consoleToken } = await running(options)
      const headers = { authorization: `Bearer ${consoleToken}` }
      const response = await fetch(new URL('/api/console/session/code', consoleUrl), { method: 'POST', headers })
      if (!response.ok) throw new CommandFailure('The console token is not the one of this start.')
      const { code } = await response.json() as { code: string }
      const link = `${consoleUrl}#code=${code}`
      if (options.json) sayJson({ link })
      else openInBrowser(link)
    }))
}

/** @throws CommandFailure when none runs */
export async function running({ dataDir = defaultDataDir, consoleUrl, consoleToken = '' }: Options): Promise<Instance> {
  if (consoleUrl !== undefined && (await isLive(consoleUrl))) return { consoleUrl, consoleToken }
  const instance = consoleUrl === undefined ? await runningOn(dataDir) : null
  if (instance) return instance
  throw new CommandFailure('No Scimbox runs there. Start it with: scimbox up', exitCodes.notReady)
}
