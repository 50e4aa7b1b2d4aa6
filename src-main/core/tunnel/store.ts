import { join } from 'node:path'
import { z } from 'zod'
import { providerSettingsSchema } from '../../../src-shared/domain/tunnel.ts'
import { readPrivateJson, writePrivateJson } from '../private-file.ts'

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
  let remembered = readPrivateJson(file, rememberedSchema, spoken) ?? rememberedSchema.parse({})
  return {
    read: () => remembered,
    change(values) {
      remembered = { ...remembered, ...values }
      writePrivateJson(file, remembered)
    },
  }
}

const spoken = { what: 'a file of tunnel settings', remedy: 'Choose the provider again.' }
