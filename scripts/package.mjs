// `npm run package`: builds, then makes the installers of this platform in dist/ with electron-builder. Arguments are its own:
// `npm run package -- --dir` stops before the installers.
import { electronBinary } from './electron-binary.mjs'
import { root, runTool } from './tool.mjs'

const args = process.argv.slice(2)

function run(tool, args) {
  const status = runTool(tool, args)
  if (status !== 0) process.exit(status ?? 1)
}

if (!electronBinary(root) && !args.some((arg) => arg.startsWith('--config.electronDist'))) {
  console.error('Electron is not installed here, so nothing is packaged.')
  console.error('Fetch it with "npm run electron", or name a folder that holds it with --config.electronDist=<folder>.')
  process.exit(1)
}
run('electron-vite', ['build', '--logLevel', 'warn'])
run('electron-builder', ['--config', 'electron-builder.config.ts', '--publish', 'never', ...args])
