import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { providerSettingsSchema } from '../../../src-shared/domain/tunnel.ts'

const rememberedSchema = z.object({
  settings: providerSettingsSchema.nullable().default(null),
  rehearsal: z.boolean().default(false),
  /** Fingerprints of trusted SSH servers, by `host:port`. */
  hostKeys: z.record(z.string(), z.string()).default({}),
  /** The public address that was last given to the admin for Okta. */
  urlInOkta: z.string().nullable().default(null),
})
/** What outlives a run. No secrets. */
export type Remembered = z.infer<typeof rememberedSchema>

export interface TunnelStore {
  read(): Remembered
  change(values: Partial<Remembered>): void
}

/** `tunnel.json` of the data dir, readable by its owner only, replaced in one step. One that cannot be read is put aside, not lost. */
export function openTunnelStore(dataDir: string): TunnelStore {
  const file = join(dataDir, 'tunnel.json')
  let remembered = load(file)
  return {
    read: () => remembered,
    change(values) {
      remembered = { ...remembered, ...values }
      writeFileSync(`${file}.new`, JSON.stringify(remembered, null, 2), { mode: 0o600 })
      chmodSync(`${file}.new`, 0o600)
      renameSync(`${file}.new`, file)
    },
  }
}

function load(file: string): Remembered {
  const text = readIfThere(file)
  if (text === null) return rememberedSchema.parse({})
  try {
    return rememberedSchema.parse(JSON.parse(text))
  } catch {
    renameSync(file, `${file}.unreadable`)
    console.error(`scimbox: ${file} is not a file of tunnel settings; it is kept as ${file}.unreadable. Choose the provider again.`)
    return rememberedSchema.parse({})
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
