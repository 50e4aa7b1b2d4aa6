import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'

/** How a file that cannot be read is spoken of: `is no ${what}`, and what to do then. */
export interface Spoken { what: string; remedy: string }

/** Replaces a file of JSON in one step; only its owner can read it. */
export function writePrivateJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 2), { mode: 0o600 })
  // One that was left there keeps the mode it had.
  chmodSync(`${file}.new`, 0o600)
  renameSync(`${file}.new`, file)
}

/** What a file of JSON holds, null where there is none. One that holds something else is put aside, not lost, and said on stderr. */
export function readPrivateJson<Schema extends z.ZodType>(file: string, schema: Schema, { what, remedy }: Spoken): z.infer<Schema> | null {
  const text = readIfThere(file)
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    renameSync(file, `${file}.unreadable`)
    console.error(`scimbox: ${file} is not ${what}; it is kept as ${file}.unreadable. ${remedy}`)
    return null
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
