import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootBuilt } from './boot-built.ts'

const built = resolve(import.meta.dirname, '../../out/main/desktop.js')
let dataDir: string
beforeAll(() => {
  expect(existsSync(built), 'run the build first').toBe(true)
})
const logs = () => readdirSync(dataDir, { recursive: true }).map(String).filter((name) => name.endsWith('-wal'))

function inNewFolder(): void {
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'scimbox-built-'))
  })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
}

describe('the built desktop host', () => {
  inNewFolder()
  let booted: Awaited<ReturnType<typeof bootBuilt>>
  beforeAll(async () => {
    booted = await bootBuilt(built, [dataDir])
  })
  const driven = () => booted.report.driven!

  test('opens one window on the console, with the built preload', () => {
    const { urls, preloads, errors, privileged, handled } = booted.report
    expect([urls, errors, handled]).toEqual([['app://console/'], [], ['app']])
    expect(privileged).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
    expect(preloads.map((file) => existsSync(file))).toEqual([true])
  })

  test('serves the console and its API to its own page, and nothing else', () => {
    const answers = booted.report.answers!
    expect(answers.page).toMatchObject({ status: 200, type: 'text/html', policy: expect.stringMatching(/^default-src 'none'/) })
    expect(answers.page.text).toContain('<div id="root">')
    expect(answers.deepLink.text).toBe(answers.page.text)
    expect(answers.crashed).toMatchObject({ status: 200, text: expect.stringContaining('<a href="/">Load the console again</a>') })
    expect(answers.script).toMatchObject({ status: 200, type: 'text/javascript' })
    expect(answers.api.text).toContain('"default"')
    expect(answers.document).toMatchObject({ status: 200, type: 'application/json' })
    expect(answers.filled).toMatchObject({ status: 200, text: '{"users":600,"groups":5}' })
    expect([answers.outside.status, answers.otherHost.status, answers.otherOrigin.status]).toEqual([400, 404, 403])
  })

  test('keeps its tokens with the keyring, which is there only once Electron is ready', () => {
    const files = readdirSync(dataDir)
    expect(files).toContain('desktop-secrets.json')
    expect(files).not.toContain('secrets.json')
  })

  test('lets its window go nowhere else, and no page into it', () => {
    expect(driven().navigation).toEqual({
      inside: false, elsewhere: true, redirected: true, inFrame: true, webview: true, windows: [{ action: 'deny' }, { action: 'deny' }],
      inBrowser: ['https://example.com/', 'https://example.com/new'],
    })
  })

  test('lets only its own page ask, and only itself be asked', () => {
    expect(driven().requests).toEqual({ ofPage: true, ofForeignPage: false, ofInnerFrame: false, toNetwork: false })
  })

  test('grants copying and nothing more', () => {
    expect(driven().permissions).toEqual({ media: [false, false], copying: [true, true], device: false })
  })

  test('hears no message of another frame, and answers none', () => {
    const refused = 'Only the console is answered.'
    expect(driven().messages).toEqual({ isMenuKept: true, refused: [refused, refused, refused], ofPage: 'boolean' })
  })

  test('has a menu from the start, which runs the commands of the page', () => {
    const { roles, sent } = driven().menu
    expect(roles).toEqual(expect.arrayContaining(['fileMenu', 'editMenu', 'View', 'windowMenu']))
    expect(sent).toEqual([[expect.any(String), 'go.users']])
  })

  test('takes downloads of the console alone, and shows what was saved', () => {
    expect(driven().downloads).toEqual({ prevented: [true, false], told: 1, revealed: ['/home/jane/mine.json'] })
  })

  test('follows a page whose process is gone, and has a tray with its icon', () => {
    expect(driven().crash).toBe('app://console/crashed.html')
    expect(driven().tray.map((file) => existsSync(file))).toEqual([true])
  })

  test('shows its window when it is started again', () => {
    expect(driven().secondInstance).toEqual(['restore', 'show', 'focus'])
  })

  test('quits with everything checkpointed', () => {
    expect([booted.end, booted.exit, logs()]).toEqual([{ code: 0 }, [0, null], []])
  })
})

describe('the built desktop host, while another one has the folder', () => {
  inNewFolder()
  test('ends without a window, and without touching the folder', async () => {
    const { report, end } = await bootBuilt(built, [dataDir, '--second'])
    expect([report.urls, report.handled, report.errors, end]).toEqual([[], [], [], { code: 0 }])
    expect(readdirSync(dataDir)).toEqual([])
  })
})

describe('the built desktop host, told by the system to end', () => {
  inNewFolder()
  test.skipIf(process.platform === 'win32')('closes as a quit does: nothing is left in a write-ahead log (Windows has no SIGTERM)', async () => {
    const { end, exit } = await bootBuilt(built, [dataDir, '--wait'], (pid) => {
      expect(logs()).not.toEqual([])
      process.kill(pid, 'SIGTERM')
    })
    expect([end, exit]).toEqual([{ code: 0 }, [0, null]])
    expect(logs()).toEqual([])
  })
})
