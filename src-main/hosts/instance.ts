import { existsSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { writePrivateJson } from '../core/private-file.ts'

/** Where a running Scimbox can be called: beside its sandboxes, readable by its owner only. */
export interface Instance {
  consoleUrl: string
  consoleToken: string
}

export const defaultDataDir = join(homedir(), '.scimbox')

/** Whether a Scimbox kept its sandboxes there. */
export const isDataDir = (folder: string) => existsSync(join(folder, 'sandboxes'))

const fileIn = (dataDir: string) => join(dataDir, 'instance.json')

export function writeInstance(dataDir: string, instance: Instance): void {
  writePrivateJson(fileIn(dataDir), instance)
}

export function removeInstance(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/** The one that said it runs on this folder. It may have died since. */
export function readInstance(dataDir: string): Instance | null {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Instance
  } catch {
    return null
  }
}
