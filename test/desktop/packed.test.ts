import { extractAll, listPackage } from '@electron/asar'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../house/sources.ts'
import { bootBuilt } from './boot-built.ts'

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** electron-builder packs as ever, but around a file that only has the fuse wire of Electron. */
describe.runIf(process.platform === 'linux')('packed around a stand-in for the binary of Electron', () => {
  let folder: string
  let resources: string
  beforeAll(async () => {
    expect(existsSync(join(root, 'out/main/desktop.js')), 'run the build first').toBe(true)
    folder = mkdtempSync(join(tmpdir(), 'scimbox-packed-'))
    const dist = join(folder, 'electron')
    mkdirSync(join(dist, 'resources'), { recursive: true })
    writeFileSync(join(dist, 'electron'), Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('10110001')]), { mode: 0o755 })
    const flags = ['--linux', '--dir', '--publish', 'never', '--config', 'electron-builder.config.ts']
    const given = [`--config.electronDist=${dist}`, `--config.directories.output=${join(folder, 'dist')}`]
    const bin = join(root, 'node_modules/.bin')
    await promisify(execFile)(join(bin, 'electron-builder'), [...flags, ...given], { cwd: root, env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } })
    resources = join(folder, 'dist', readdirSync(join(folder, 'dist')).find((name) => name.startsWith('linux'))!, 'resources')
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the fuses are flipped', () => {
    const binary = readFileSync(join(resources, '../scimbox'), 'latin1')
    // In this order: run as Node, cookie encryption, NODE_OPTIONS, --inspect, integrity, only the archive, V8 snapshot, file: privileges.
    expect(binary.slice(binary.indexOf(sentinel) + sentinel.length + 2)).toBe('01001100')
  })

  test('outside of the archive is what the system loads, of this platform alone', () => {
    const outside = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name)
    expect(outside).toContain(`linux-${process.arch}.node`)
    expect(outside.filter((name) => !name.endsWith('.node') || /darwin|win32|musl/.test(name))).toEqual([])
  })

  test('no sources, tests, tools or secrets of the project are inside', () => {
    const packed = listPackage(join(resources, 'app.asar'), { isPack: false })
    expect(new Set(packed.map((path) => path.split('/')[1]))).toEqual(new Set(['node_modules', 'out', 'package.json', 'resources']))
    expect(packed.filter((path) => /^\/node_modules\/(electron|typescript|vite|vitest|react|playwright)\b/.test(path))).toEqual([])
    expect(packed).toContain('/resources/tray/trayTemplate@2x.png')
  })

  test('it boots from what is packed alone, its worker thread too', async () => {
    const app = join(folder, 'app')
    extractAll(join(resources, 'app.asar'), app)
    const { report: { answers, errors, preloads, driven }, end } = await bootBuilt(join(app, 'out/main/desktop.js'), [join(folder, 'data')])
    expect([errors, end]).toEqual([[], { code: 0 }])
    expect([answers!.page.status, answers!.script.status, answers!.filled.text]).toEqual([200, 200, '{"users":600,"groups":5}'])
    expect([...preloads, ...driven!.tray].filter((file) => !file.startsWith(app) || !existsSync(file))).toEqual([])
  })
})
