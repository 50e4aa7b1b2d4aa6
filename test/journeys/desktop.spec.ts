import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { _electron } from '@playwright/test'
import { expect, test } from './browser.ts'

const root = resolve(import.meta.dirname, '../..')

/** Where `electron/index.js` would find it; asking that module would download it. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  const path = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : null
  return path && existsSync(path) ? path : null
}

const executablePath = electronBinary()

test('the console in its own window, kept over a restart', async ({ dataDir }) => {
  test.skip(executablePath === null, 'The binary of Electron is not installed here (node_modules/electron/dist).')
  // Chromium's own sandbox does not start for root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const launch = () => _electron.launch({ executablePath: executablePath!, args: [...asRoot, root, `--data-dir=${dataDir}`, '--port=0'] })

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
  await second.close()
})
