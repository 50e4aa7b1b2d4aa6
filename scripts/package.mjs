// `npm run package`: builds, then makes the installers of this platform in dist/ with electron-builder. Arguments are its own:
// `npm run package -- --dir` stops before the installers.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { electronBinary } from './electron-binary.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const args = process.argv.slice(2)

function run(tool, args) {
  const PATH = `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
  // On Windows the tools are command files, which only a shell starts.
  const shell = process.platform === 'win32'
  const { status } = spawnSync(join(bin, tool), args, { cwd: root, env: { ...process.env, PATH }, stdio: 'inherit', shell })
  if (status !== 0) process.exit(status ?? 1)
}

if (!electronBinary(root) && !args.some((arg) => arg.startsWith('--config.electronDist'))) {
  console.error('Electron is not installed here, so nothing is packaged.')
  console.error('Fetch it with "npm run electron", or name a folder that holds it with --config.electronDist=<folder>.')
  process.exit(1)
}
run('electron-vite', ['build', '--logLevel', 'warn'])
run('electron-builder', ['--config', 'electron-builder.config.ts', '--publish', 'never', ...args])
