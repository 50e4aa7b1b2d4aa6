import { afterEach, expect, test, vi } from 'vitest'
import { programProvider } from '../../../src-main/core/tunnel/command.ts'
import { findProgram, runProgram } from '../../../src-main/core/tunnel/program.ts'
import { TunnelFailure } from '../../../src-main/core/tunnel/provider.ts'

/** The executable files there are, as far as a search for programs can tell. */
const files = vi.hoisted(() => new Set<string>())
vi.mock('node:fs', async (original) => ({
  ...await original<typeof import('node:fs')>(),
  accessSync: (file: string) => { if (!files.has(file)) throw new Error('ENOENT') },
  statSync: () => ({ isFile: () => true }),
}))

const platform = vi.spyOn(process, 'platform', 'get')
afterEach(() => {
  platform.mockReset()
  vi.unstubAllEnvs()
  files.clear()
})

function on(name: NodeJS.Platform, path: string, ...there: string[]): void {
  platform.mockReturnValue(name)
  vi.stubEnv('PATH', path)
  for (const file of there) files.add(file)
}

test.each(['/opt/homebrew/bin/cloudflared', '/usr/local/bin/cloudflared'])('macOS finds %s, whatever PATH the Finder gives', (file) => {
  on('darwin', '/usr/bin:/bin', file)
  expect(findProgram('cloudflared')).toBe(file)
})

test('macOS looks on PATH first, and without one', () => {
  on('darwin', '/home/jane/bin', '/home/jane/bin/bore', '/opt/homebrew/bin/bore')
  expect(findProgram('bore')).toBe('/home/jane/bin/bore')
  vi.stubEnv('PATH', '')
  expect(findProgram('bore')).toBe('/opt/homebrew/bin/bore')
})

test('Linux looks on PATH alone', () => {
  on('linux', '/usr/bin:/bin', '/usr/local/bin/cloudflared')
  expect(findProgram('cloudflared')).toBeNull()
})

test.each([['cloudflared', 'tools/cloudflared.exe'], ['bore', 'tools/bore.com'], ['bore.com', 'tools/bore.com'], ['Ngrok.EXE', 'tools/Ngrok.EXE']])('Windows takes %s for %s', (name, file) => {
  on('win32', 'tools', file)
  expect(findProgram(name)).toBe(file)
})

test.each(['tools/cloudflared.cmd', 'tools/cloudflared.bat', 'tools/cloudflared'])('Windows does not take %s, which Node cannot start', (file) => {
  on('win32', 'tools', file)
  expect(findProgram('cloudflared')).toBeNull()
})

test.runIf(process.platform !== 'win32').each([
  ['darwin', '/usr/bin:/bin', '/usr/bin:/bin:/opt/homebrew/bin:/usr/local/bin'], ['darwin', '', '/opt/homebrew/bin:/usr/local/bin'], ['linux', '/usr/bin:/bin', '/usr/bin:/bin'],
] as const)('on %s a program that is started with PATH %j gets %s (its group is ended, which Windows has not)', async (name, path, expected) => {
  on(name, path)
  let said = ''
  const running = runProgram(process.execPath, ['-p', 'process.env.PATH'], (chunk) => { said += chunk.toString() })
  await running.ended
  await running.stop()
  expect(said.trim()).toBe(expected)
})

test('what the system refuses to start at once is a failure of the tunnel, in its words', async () => {
  // Like a .cmd on Windows, an argument that holds a NUL is refused before there is a process.
  expect(() => runProgram(process.execPath, ['\0'], () => undefined)).toThrow(TunnelFailure)
  on('linux', '/usr/bin', '/usr/bin/bore')
  const provider = programProvider({ program: 'bore', args: ['{port}', '\0'], pattern: 'x', versionArgs: [], remedy: '' })
  const watch = { output: () => undefined, moved: () => undefined, down: () => undefined }
  const start = provider.start({ host: '127.0.0.1', port: 1 }, watch, new AbortController().signal)
  await expect(start).rejects.toThrow(/^\/usr\/bin\/bore could not be started: /)
  await expect(start).rejects.toMatchObject({ isFinal: true })
})
