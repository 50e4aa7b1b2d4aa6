import { Ajv } from 'ajv'
import { FileMatcher } from 'app-builder-lib/out/fileMatcher.js'
import AppImageTarget from 'app-builder-lib/out/targets/appimage/AppImageTarget.js'
import { existsSync, readFileSync, readdirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import config from '../../electron-builder.config.ts'
import { root, staticImports } from '../house/sources.ts'

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))

test('electron-builder takes the configuration', () => {
  const validate = new Ajv({ strict: false }).compile(read('node_modules/app-builder-lib/scheme.json'))
  validate(structuredClone(config))
  expect(validate.errors).toBeNull()
  expect(validate({ ...config, npmRebuilt: false })).toBe(false)
})

test('the fuses are those of the bars, and all script is in the archive that macOS and Windows validate', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true, loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  })
  expect([config.asar, config.asarUnpack]).toEqual([{ smartUnpack: false }, ['**/*.node']])
  expect(config).not.toHaveProperty('disableAsarIntegrity')
})

test('nothing is rebuilt, published or updated', () => {
  expect([config.npmRebuild, config.publish, config.detectUpdateChannel, config.generateUpdatesFilesForAllChannels]).toEqual([false, null, false, false])
  const { dependencies, devDependencies } = read('package.json')
  expect({ ...dependencies, ...devDependencies }).not.toHaveProperty('electron-updater')
})

test('each platform has its installers, and its icon is there', () => {
  expect([config.linux.target, config.mac.target, config.win.target]).toEqual([['AppImage', 'deb'], ['dmg', 'zip'], ['nsis']])
  const icons = join(root, config.directories.buildResources)
  const magic = (name: string, bytes: number) => readFileSync(join(icons, name)).subarray(0, bytes)
  expect(magic(config.mac.icon, 4).toString()).toBe('icns')
  expect([...magic(config.win.icon, 4)]).toEqual([0, 0, 1, 0])
  const sized = readdirSync(icons).filter((name) => /^(\d+)x\1\.png$/.test(name))
  expect(sized).toContain('512x512.png')
  for (const name of sized) expect(readFileSync(join(icons, name)).readUInt32BE(16), name).toBe(Number.parseInt(name, 10))
})

test('without a certificate macOS signs ad hoc and without the hardened runtime, with one as Apple wants it', async () => {
  expect([config.mac.identity, config.mac.hardenedRuntime]).toEqual(['-', false])
  vi.stubEnv('CSC_LINK', 'certificate')
  vi.resetModules()
  const { default: signed } = await import('../../electron-builder.config.ts')
  expect([signed.mac.identity, signed.mac.hardenedRuntime]).toEqual([undefined, true])
  vi.stubEnv('CSC_LINK', '')
  vi.resetModules()
  const { default: unsigned } = await import('../../electron-builder.config.ts')
  expect([unsigned.mac.identity, 'CSC_LINK' in process.env]).toEqual(['-', false])
  vi.unstubAllEnvs()
})

test('the desktop entry of the AppImage does not give up the sandbox by itself', async () => {
  const exec = async (given: object) => {
    const packager = { platformSpecificBuildOptions: config.linux, config: given, appInfo: { buildVersion: '1' } }
    const helper = { computeDesktopEntry: async (_options: object, command: string) => command }
    const target = new AppImageTarget('AppImage', packager as never, helper as never, root)
    return (target as unknown as { desktopEntry: { value: Promise<string> } }).desktopEntry.value
  }
  expect(await exec(config)).toBe('AppRun %U')
  expect(await exec({ ...config, appImage: undefined })).toContain('--no-sandbox')
})

const prebuilds = readdirSync(join(root, 'node_modules/better-sqlite3/prebuilds'))
test.each(['linux', 'darwin', 'win32'].flatMap((platform) => ['x64', 'arm64'].map((arch) => [platform, arch])))('%s %s gets its own binary of SQLite alone', (platform, arch) => {
  const expand = (pattern: string) => pattern.replaceAll('${platform}', platform!).replaceAll('${arch}', arch!)
  const excluding = config.files.filter((pattern) => pattern.startsWith('!'))
  const isPacked = new FileMatcher(root, '/', expand, ['**/*', ...excluding]).createFilter()
  const folder = join(root, 'node_modules/better-sqlite3/prebuilds')
  const file = { isDirectory: () => false, isFile: () => true } as Stats
  expect(prebuilds.filter((name) => isPacked(join(folder, name), file))).toEqual([`${platform}-${arch}.node`])
})

test('what the built bundle loads is among the dependencies that are packed', () => {
  const folders = ['out/main', 'out/main/chunks', 'out/preload'].filter((folder) => existsSync(join(root, folder)))
  const bundles = folders.flatMap((folder) => readdirSync(join(root, folder)).filter((name) => /\.c?js$/.test(name)).map((name) => join(root, folder, name)))
  expect(bundles.length, 'run the build first').toBeGreaterThan(3)
  const names = bundles.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [...staticImports(text), ...[...text.matchAll(/\b(?:import|require|load)\((['"`])([^'"`]+)\1\)/g)].map((match) => match[2]!)]
  })
  const loaded = new Set(names.filter((name) => !name.startsWith('.') && !name.startsWith('node:')).map(packageOf))
  const { dependencies, optionalDependencies } = read('package.json')
  const packed = Object.keys({ ...dependencies, ...optionalDependencies })
  for (const name of ['better-sqlite3', '@faker-js/faker']) expect(loaded).toContain(name)
  expect([...loaded].filter((name) => name !== 'electron' && !packed.includes(name))).toEqual([])
})

function packageOf(name: string): string {
  return name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')
}
