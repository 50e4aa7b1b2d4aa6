import { fileURLToPath } from 'node:url'
import { startDesktop } from './desktop/app.ts'

// From here and not from a chunk: this file is where the bundle's paths start.
startDesktop({ rendererDir: fileURLToPath(new URL('../renderer', import.meta.url)), writer: new URL('./writer.js', import.meta.url) })
