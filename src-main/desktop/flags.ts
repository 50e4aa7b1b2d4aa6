import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { app } from 'electron'

export interface Flags {
  /** Absolute, also the profile of the window: one instance for each. */
  dataDir: string
  /** SCIM port, 0 for any. */
  port: number
}

/**
 * `--data-dir` and `--port`, as in the terminal; Chromium's own flags pass by. Moves Electron's data along, so call it before
 * anything asks for it.
 * @throws when the port is none
 */
export function readFlags(argv: string[]): Flags {
  const options = { 'data-dir': { type: 'string' }, port: { type: 'string' } } as const
  const { values } = parseArgs({ args: argv.slice(1), options, strict: false, allowPositionals: true })
  const port = String(values.port ?? 7643)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error('--port is not a port from 0 to 65535.')
  if (typeof values['data-dir'] === 'string') {
    const dataDir = resolve(values['data-dir'])
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    app.setPath('userData', dataDir)
  }
  return { dataDir: app.getPath('userData'), port: Number(port) }
}
