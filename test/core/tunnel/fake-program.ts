import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

/** The box in which cloudflared writes the URL of a quick tunnel. */
export const box = (url: string) => [
  '2026-01-01T00:00:00Z INF +-----------------------------------------------------+',
  '2026-01-01T00:00:00Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |',
  `2026-01-01T00:00:00Z INF |  ${url}  |`,
  '2026-01-01T00:00:00Z INF +-----------------------------------------------------+',
].join('\n')

/**
 * Puts a program of that name on PATH for the rest of the test: `script` is its JavaScript, with `args` and `say` (to stderr).
 * It stands for cloudflared, and is not cloudflared.
 */
export function installProgram(name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'scimbox-program-'))
  const file = join(folder, name)
  const head = `#!${process.execPath}\nconst args = process.argv.slice(2)\nconst say = (text) => process.stderr.write(text + '\\n')\n`
  const version = `if (args[0] === '--version') { console.log('${name} version 2026.1.0 (a stand-in of the tests)'); process.exit(0) }\n`
  writeFileSync(file, head + version + script)
  chmodSync(file, 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
