// How the scripts run the tools of the project: under its own Node 24, whatever Node runs the script.
import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const isWindows = process.platform === 'win32'

/** The project's own Node. */
export const node = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')

export const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }

/** Runs a tool of node_modules to its end. Its exit code; null when it was ended by a signal. */
export function runTool(tool, args, env = {}) {
  // On Windows the tools are command files, which only a shell starts.
  return spawnSync(join(bin, tool), args, { cwd: root, stdio: 'inherit', env: { ...environment, ...env }, shell: isWindows }).status
}
