import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The path of Electron's binary as `electron/index.js` finds it, but never downloaded; null where it is not installed. */
export function electronBinary(root) {
  const folder = join(root, 'node_modules/electron')
  const named = existsSync(join(folder, 'path.txt')) ? readFileSync(join(folder, 'path.txt'), 'utf8').trim() : null
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const path = dist ? join(dist, named ?? 'electron') : named && join(folder, 'dist', named)
  return path && existsSync(path) ? path : null
}
