import { randomUUID } from 'node:crypto'
import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Writes a file beside the one that is wanted, and renames it once it is whole: what was there stays until then. */
export async function writeBeside(file: string, content: Readable): Promise<void> {
  const found = existsSync(file)
  // A device or a pipe is written to, not replaced.
  if (found && !statSync(file).isFile()) return pipeline(content, createWriteStream(file))
  // A link goes on pointing at what it points at.
  const target = found ? realpathSync(file) : file
  const beside = `${target}.${randomUUID()}.new`
  try {
    await pipeline(content, createWriteStream(beside, { flags: 'wx', mode: found ? statSync(target).mode : 0o666 }))
    renameSync(beside, target)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
