#!/usr/bin/env node
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 14)) {
  console.error(`Scimbox needs Node 22.14 or newer, this is ${process.versions.node}. Run it as node_modules/.bin/node out/main/cli.js, or with npm start.`)
  process.exit(1)
}

const { run } = await import('./cli/program.ts')
// From here and not from a chunk: this file is where the bundle's paths start.
await run(process.argv, { rendererDir: fileURLToPath(new URL('../renderer', import.meta.url)), worker: new URL('./worker.js', import.meta.url) })
