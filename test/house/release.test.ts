import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { root, sources } from './sources.ts'

interface Step { uses?: string; run?: string; if?: string; env?: Record<string, string>; with?: Record<string, unknown> }
interface Workflow {
  on: { push: { tags: string[] }; workflow_dispatch: null }
  permissions: Record<string, string>
  jobs: Record<string, { 'runs-on': string; strategy: { matrix: { os: string[] } }; 'timeout-minutes': number; steps: Step[] }>
}

const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')
const workflow = parse(text) as Workflow
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
const { installers } = workflow.jobs
const commands = installers!.steps.flatMap(({ run }) => run ?? [])

test('the release says that it was not run here', () => {
  expect(text).toMatch(/^# Not run here/)
})

test('it builds on all three systems, and only when asked or tagged', () => {
  expect(Object.keys(workflow.jobs)).toEqual(['installers'])
  expect(Object.keys(workflow.on)).toEqual(['push', 'workflow_dispatch'])
  expect(Object.keys(workflow.on.push)).toEqual(['tags'])
  for (const system of ['ubuntu', 'macos', 'windows']) expect(installers!.strategy.matrix.os.some((os) => os.startsWith(system)), system).toBe(true)
  expect(installers!['timeout-minutes']).toBeGreaterThan(0)
})

test('it runs npm ci and scripts of the project, nothing else', () => {
  const names = commands.map((command) => /^(?:xvfb-run --auto-servernum )?npm (ci|run ([\w:-]+))$/.exec(command))
  for (const [index, name] of names.entries()) {
    expect(name, commands[index]).not.toBeNull()
    if (name![2] !== undefined) expect(Object.keys(scripts)).toContain(name![2])
  }
})

/** The step that runs on that system. */
const stepOn = (system: string, run: string) => installers!.steps.filter((step) => step.run === run && [undefined, `runner.os == '${system}'`, ...(system === 'Linux' ? [] : ["runner.os != 'Linux'"])].includes(step.if))

test('all unit tests run on Linux, those of the desktop and the house everywhere', () => {
  const ran = ['Linux', 'macOS', 'Windows'].map((system) => ['npm run test:unit', 'npm run test:host'].map((run) => stepOn(system, run).length))
  expect(ran).toEqual([[1, 0], [0, 1], [0, 1]])
  expect([scripts['test:unit'], scripts['test:host']]).toEqual(['vitest run', 'vitest run test/desktop test/house'])
})

const posixOnly = /& 0o\d{3}\b|process\.kill\(|chmodSync\(|#!|\/proc\/|\/run\//
test('a test of theirs that needs POSIX says so', () => {
  const ungated = ['test/desktop', 'test/house'].flatMap(sources).filter(({ path }) => path !== 'test/house/release.test.ts')
    .flatMap(({ path, text }) => text.split(/^(?=\s*(?:test|describe)[.(])/m).map((part) => ({ path, part })))
    .filter(({ part }) => posixOnly.test(part) && !/^\s*(?:test|describe)\.(?:runIf|skipIf)\(process\.platform/.test(part))
  expect(ungated.map(({ path, part }) => `${path}: ${part.split('\n')[0]}`)).toEqual([])
})

test('a Node that Windows can start runs them', () => {
  const direct = ['test/desktop', 'test/house'].flatMap(sources).filter(({ path, text }) => path !== 'test/house/release.test.ts' && text.includes('.bin/node'))
  expect(direct.map(({ path }) => path)).toEqual([])
})

test('unit tests and the desktop in Electron come before the installers, and what was packed is tried', () => {
  const order = ['npm ci', 'npm run electron', 'npm run build', 'npm run test:unit', 'npm run test:host', 'npm run test:desktop', 'npm run package', 'npm run smoke'].map((command) => commands.indexOf(command))
  expect(order).not.toContain(-1)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(scripts['test:desktop']).toBe('playwright test journeys/desktop.spec')
})

test('it can read and nothing more, publishes nothing, and needs no secret but those of signing', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' })
  expect(installers!.steps.flatMap(({ uses }) => uses ?? []).filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([])
  expect(new Set([...text.matchAll(/secrets\.(\w+)/g)].map((match) => match[1]))).toEqual(new Set(['CSC_LINK', 'CSC_KEY_PASSWORD', 'WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD']))
})

test('each certificate is for its own system', () => {
  const { env } = installers!.steps.find(({ run }) => run === 'npm run package')!
  const of = (system: string, name: string) => `\${{ runner.os == '${system}' && secrets.${name} || '' }}`
  expect(env).toEqual({
    CSC_LINK: of('macOS', 'CSC_LINK'), CSC_KEY_PASSWORD: of('macOS', 'CSC_KEY_PASSWORD'),
    WIN_CSC_LINK: of('Windows', 'WIN_CSC_LINK'), WIN_CSC_KEY_PASSWORD: of('Windows', 'WIN_CSC_KEY_PASSWORD'),
  })
})

test('what it keeps are the installers, and none is an error', () => {
  const upload = installers!.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'))!
  expect(String(upload.with!.path).trim().split('\n')).toEqual(['AppImage', 'deb', 'dmg', 'zip', 'exe'].map((suffix) => `dist/*.${suffix}`))
  expect(upload.with!['if-no-files-found']).toBe('error')
})
