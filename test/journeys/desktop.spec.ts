import { _electron, expect, test } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const folder = join(root, 'node_modules/electron')
const binary = existsSync(join(folder, 'path.txt')) ? join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim()) : undefined

test('the desktop opens the console over app://console/', async () => {
  test.skip(!binary || !existsSync(binary), 'Electron’s binary is not installed here (node_modules/electron/dist).')
  const userData = mkdtempSync(join(tmpdir(), 'scimbox-electron-'))
  const app = await _electron.launch({ executablePath: binary!, args: [root, `--user-data-dir=${userData}`] })
  try {
    const page = await app.firstWindow()
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    expect(page.url()).toMatch(/^app:\/\/console\//)
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  } finally {
    await app.close()
    rmSync(userData, { recursive: true, force: true })
  }
})
