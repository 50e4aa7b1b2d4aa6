// `npm start`: builds when needed, then opens the console: in its own window where Electron is installed, else in the browser.
// Flags are those of `scimbox up`, so they start the terminal host.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { electronBinary } from './electron-binary.mjs'
import { environment, node, root, runTool } from './tool.mjs'

const built = [join(root, 'out/main/cli.js'), join(root, 'out/main/desktop.js'), join(root, 'out/renderer/index.html')]

function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function needsBuild() {
  if (!built.every((path) => existsSync(path))) return true
  const sources = ['src-main', 'src-shared', 'src-renderer', 'resources', 'package.json', 'electron.vite.config.ts']
  return Math.max(...sources.map((name) => newest(join(root, name)))) > Math.min(...built.map((path) => statSync(path).mtimeMs))
}

/** The command to run, and why it is not the desktop. */
function choose(flags) {
  const terminal = [node, [join(root, 'out/main/cli.js'), 'up', '--open', ...flags]]
  const electron = electronBinary(root)
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!electron) return [...terminal, 'Electron is not installed here: opening the console in the browser']
  if (!hasDisplay) return [...terminal, 'There is no display here: opening the console in the browser']
  if (flags.length > 0) return [...terminal, 'Flags are for the terminal host: opening the console in the browser']
  return [electron, [root], 'Opening the console in its own window']
}

if (needsBuild()) {
  console.log('Building …')
  const status = runTool('electron-vite', ['build', '--logLevel', 'warn'])
  if (status !== 0) process.exit(status ?? 1)
}

const [command, args, words] = choose(process.argv.slice(2))
console.log(words)
const child = spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
