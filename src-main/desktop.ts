import { fileURLToPath } from 'node:url'
import { start } from './desktop/start.ts'

// Not awaited: Electron gets ready only after this module, and a scheme can be made privileged only before that.
// The paths are taken here and not in a chunk: this file is where the bundle's paths start.
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
void start({
  rendererDir: path('../renderer'),
  worker: new URL('./worker.js', import.meta.url),
  preload: path('../preload/preload.cjs'),
  trayIcons: path('../../resources/tray'),
})
