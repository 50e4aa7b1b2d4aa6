import { beforeEach, expect, test, vi } from 'vitest'
import { setupCrash } from '../../src-main/desktop/crash.ts'
import { app, fake, resetFake, WebContents } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
let contents: WebContents
beforeEach(() => {
  resetFake()
  setupCrash()
  complaint.mockClear()
  contents = new WebContents()
  contents.url = 'app://console/default/users'
})
const goneBecause = (reason: string) => app.emit('render-process-gone', {}, contents, { reason, exitCode: 1 })

test.each(['crashed', 'oom', 'killed', 'abnormal-exit', 'memory-eviction'])('%s: a page that leads back', (reason) => {
  goneBecause(reason)
  expect(contents.url).toBe('app://console/crashed.html')
  expect(complaint.mock.lastCall?.[0]).toContain(reason)
  expect(fake.errors).toEqual([])
})

test.each(['launch-failed', 'integrity-failure'])('%s: no page could be shown, so a dialog says it', (reason) => {
  goneBecause(reason)
  expect([contents.url, fake.errors]).toEqual(['app://console/default/users', [expect.stringContaining(reason)]])
})

test('the page that leads back is not loaded over itself', () => {
  goneBecause('crashed')
  goneBecause('crashed')
  expect(fake.errors).toHaveLength(1)
})

test('a process that ended as it should, or of a window that is gone, needs nothing', () => {
  goneBecause('clean-exit')
  contents.destroyed = true
  goneBecause('crashed')
  expect([contents.url, fake.errors, complaint.mock.calls]).toEqual(['app://console/default/users', [], []])
})
