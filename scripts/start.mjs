// `npm start`: builds when needed, then starts the sandbox and opens its console in the browser.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
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

if (needsBuild()) {
  const build = spawnSync(join(bin, 'electron-vite'), ['build'], { cwd: root, env, stdio: 'inherit' })
  if (build.status !== 0) process.exit(build.status ?? 1)
}

console.log('Opening the console in the browser')
const child = spawn(join(bin, 'node'), [join(root, 'out/main/cli.js'), 'up', '--open', ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 0))
