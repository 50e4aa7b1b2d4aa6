#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 14)) {
  console.error(`Scimbox needs Node 22.14 or newer, this is ${process.versions.node}. Run it as node_modules/.bin/node out/main/cli.js, or with npm start.`)
  process.exit(1)
}

const { run } = await import('./cli/program.ts')
await run(process.argv)

export {}
