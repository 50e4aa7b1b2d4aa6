import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

const known = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = known.find((path) => path && existsSync(path))
// Chromium's own sandbox does not start for root.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const args = [...asRoot, '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** The journeys, in a real browser against the built terminal host. */
export default defineConfig({
  testDir: 'test/journeys',
  timeout: 180_000,
  workers: 1,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    launchOptions: { args, ...(executablePath && { executablePath }) },
  },
})
