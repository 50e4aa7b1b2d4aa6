// `npm start`: builds when needed, then the desktop where Electron is installed, else the console in the browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
const built = [join(root, 'out/main/cli.js'), join(root, 'out/renderer/index.html')]

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

/** The path of Electron's binary, found as its own index.js does, but without downloading; undefined where there is none. */
function electronBinary() {
  const folder = join(root, 'node_modules', 'electron')
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return join(process.env.ELECTRON_OVERRIDE_DIST_PATH, 'electron')
  if (!existsSync(join(folder, 'path.txt'))) return undefined
  const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
  return existsSync(path) ? path : undefined
}

if (needsBuild()) {
  console.log('Building …')
  const build = spawnSync(join(bin, 'electron-vite'), ['build', '--logLevel', 'warn'], { cwd: root, env, stdio: 'inherit' })
  if (build.status !== 0) process.exit(build.status ?? 1)
}

const electron = electronBinary()
if (!electron) console.log('Electron is not installed here: opening the console in the browser')
const [command, args] = electron
  ? [electron, [root, ...process.argv.slice(2)]]
  : [join(bin, 'node'), [join(root, 'out/main/cli.js'), 'up', '--open', ...process.argv.slice(2)]]
const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
