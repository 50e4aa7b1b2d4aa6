import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { channels } from '../../src-shared/desktop/bridge.ts'
import { type AutomationState, type AutomationWanted, automationWantedSchema } from '../../src-shared/desktop/messages.ts'
import type { Core } from '../core/core.ts'
import { writePrivateJson } from '../core/private-file.ts'
import { type ConsoleHost, listenConsole } from '../hosts/console-host.ts'
import { removeInstance, writeInstance } from '../hosts/instance.ts'
import { answer } from './ipc.ts'

/**
 * The console API for scripts and the `scimbox` command: off until it is turned on in Settings, and off again after a restart unless
 * it was to be kept. Then the console host of the terminal listens, on any free port of the loopback with the token of this start,
 * and `instance.json` says where. Resolves with how to close it.
 */
export async function setupAutomation(core: Core): Promise<() => Promise<void>> {
  let host: ConsoleHost | null = null
  let problem: string | null = null
  // What is asked for while something is under way comes after it.
  let turn: Promise<unknown> = Promise.resolve()
  removeInstance(core.dataDir)

  async function close(): Promise<void> {
    removeInstance(core.dataDir)
    await host?.close()
    host = null
  }

  async function turnTo({ on, kept }: AutomationWanted): Promise<void> {
    try {
      problem = null
      if (on && !host) {
        host = await listenConsole(core, { host: '127.0.0.1', port: 0, allowHosts: [] })
        writeInstance(core.dataDir, { consoleUrl: host.url, consoleToken: host.token })
      }
      if (!on) await close()
      writeKept(core.dataDir, on && kept)
    } catch (error) {
      problem = `${(error as Error).message.replace(/\.$/, '')}. Look at the folder ${core.dataDir}, then try again.`
      await close()
    }
  }

  const state = (): AutomationState => ({
    on: host !== null, kept: isKept(core.dataDir), url: host?.url ?? null, dataDir: core.dataDir, problem,
  })
  const next = (work: () => Promise<void>) => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  const change = (wanted: AutomationWanted) => next(() => turnTo(wanted))
  answer(channels.automation, z.undefined(), state)
  answer(channels.setAutomation, automationWantedSchema, (wanted) => change(wanted).then(state))
  if (isKept(core.dataDir)) await change({ on: true, kept: true })
  if (problem !== null) console.error(`scimbox: scripts are not answered: ${problem}`)
  return () => next(close)
}

const keptSchema = z.object({ automation: z.boolean() })
const fileIn = (dataDir: string) => join(dataDir, 'desktop.json')

function isKept(dataDir: string): boolean {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))).automation
  } catch {
    return false
  }
}

function writeKept(dataDir: string, automation: boolean): void {
  if (isKept(dataDir) === automation) return
  writePrivateJson(fileIn(dataDir), { automation })
}
