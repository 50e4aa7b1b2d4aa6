import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { exportFiles } from '../../src-shared/api/fixtures.ts'
import { expect, test as base } from './browser.ts'

const root = resolve(import.meta.dirname, '../..')

/** Where `electron/index.js` would find it; asking that module would download it. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  const path = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : null
  return path && existsSync(path) ? path : null
}

const executablePath = electronBinary()
// Chromium's own sandbox does not start for root.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

const test = base.extend<{ launch: () => Promise<ElectronApplication> }>({
  launch: async ({ dataDir }, use) => {
    const launched: ElectronApplication[] = []
    await use(async () => {
      const app = await _electron.launch({ executablePath: executablePath!, args: [...asRoot, root, `--data-dir=${dataDir}`, '--port=0'] })
      launched.push(app)
      return app
    })
    for (const app of launched) await app.close().catch(() => undefined)
  },
})
test.skip(executablePath === null, 'The binary of Electron is not installed here (node_modules/electron/dist).')

test('the console in its own window, kept over a restart', async ({ launch }) => {
  const first = await launch()
  const page = await first.firstWindow()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  expect(new URL(page.url()).protocol).toBe('app:')
  expect(await page.evaluate(() => typeof (globalThis as { process?: object }).process)).toBe('undefined')
  await page.getByRole('button', { name: /Load sample company/ }).click()
  await page.getByRole('link', { name: /^Users/ }).click()
  await expect(page.getByText(/@/).first()).toBeVisible()
  await first.close()

  const second = await launch()
  const again = await second.firstWindow()
  await again.getByRole('link', { name: /^Users/ }).click()
  await expect(again.getByText(/@/).first()).toBeVisible()
})

test('the native menu holds the commands of the page, and runs them there', async ({ launch }) => {
  const app = await launch()
  const page = await app.firstWindow()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  const item = (id: string) => app.evaluate(({ Menu }, id) => {
    const found = Menu.getApplicationMenu()?.getMenuItemById(id)
    return found ? { label: found.label, enabled: found.enabled } : null
  }, id)
  await expect.poll(() => item('go.users')).toEqual({ label: 'Users', enabled: true })
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.users')?.click())
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible()
})

test('it boots whether or not the desktop has a tray', async ({ launch }) => {
  const app = await launch()
  const page = await app.firstWindow()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await expect(page.getByText(/Listening on/)).toBeVisible()
})

test('an export is saved where the dialog says, without the page learning where', async ({ launch, dataDir }) => {
  const app = await launch()
  const page = await app.firstWindow()
  const folder = join(dataDir, 'saved')
  mkdirSync(folder)
  const path = join(folder, `mine.${exportFiles.native.suffix}`)
  // What a person would do in the dialog, which no test can reach.
  await app.evaluate(({ session, shell }, path) => {
    session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path))
    shell.showItemInFolder = (shown) => void (process.env.SCIMBOX_SHOWN = shown)
  }, path)
  await page.getByRole('link', { name: 'Import & Export' }).click()
  await page.getByRole('link', { name: /^Download/ }).click()
  await expect(page.getByText(/is saved/)).toBeVisible()
  expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('format')
  expect(await page.content()).not.toContain(folder)
  await page.getByRole('button', { name: 'Show in folder' }).click()
  await expect.poll(() => app.evaluate(() => process.env.SCIMBOX_SHOWN)).toBe(path)
})

test('a second start shows the first window and ends', async ({ launch }) => {
  const first = await launch()
  const page = await first.firstWindow()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
  await launch().catch(() => undefined)
  await expect.poll(() => first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized()))).toEqual([false])
})

test('quitting leaves nothing in a write-ahead log', async ({ launch, dataDir }) => {
  const app = await launch()
  const page = await app.firstWindow()
  await page.getByRole('button', { name: /Load sample company/ }).click()
  await expect(page.getByText(/groups added/)).toBeVisible()
  const ended = new Promise<void>((resolve) => app.on('close', () => resolve()))
  await app.evaluate(({ app }) => app.quit())
  await ended
  const logs = readdirSync(join(dataDir, 'sandboxes')).filter((name) => name.endsWith('-wal'))
  expect(logs).toEqual([])
})

test('a page whose process is gone leads back to the console', async ({ launch }) => {
  const app = await launch()
  await expect((await app.firstWindow()).getByRole('heading', { name: 'Home' })).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer())
  const shown = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getURL())
  await expect.poll(shown).toBe('app://console/crashed.html')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript("document.querySelector('a').click()"))
  await expect.poll(shown).toMatch(/^app:\/\/console\/(default)?$/)
})
