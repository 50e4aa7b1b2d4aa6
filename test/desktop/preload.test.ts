import { existsSync, readFileSync } from 'node:fs'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeEach, expect, test } from 'vitest'
import { type Bridge, channels } from '../../src-shared/desktop/bridge.ts'
import { root } from '../house/sources.ts'

const file = join(root, 'out/preload/preload.cjs')
const sent: unknown[][] = []
const page: Record<string, Bridge> = {}
const ipcRenderer = Object.assign(new EventEmitter(), {
  send: (...message: unknown[]) => void sent.push(message),
  invoke: async (...message: unknown[]) => void sent.push(message),
})
const electron = { ipcRenderer, contextBridge: { exposeInMainWorld: (name: string, bridge: Bridge) => void (page[name] = bridge) } }

beforeEach(() => {
  expect(existsSync(file), 'run the build first').toBe(true)
  sent.length = 0
  ipcRenderer.removeAllListeners()
  // What a sandboxed preload may require is Electron, and hardly anything else.
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }
  runInNewContext(readFileSync(file, 'utf8'), { require, exports: {}, module: { exports: {} } })
})

test('the built preload gives the page the bridge, and nothing of Electron', () => {
  expect(Object.keys(page)).toEqual(['scimbox'])
  expect(Object.values(page.scimbox!).every((part) => typeof part === 'function')).toBe(true)
  expect(Object.keys(page.scimbox!).toSorted()).toEqual(['automation', 'onCommand', 'onSaved', 'reveal', 'setAutomation', 'showCommands'])
})

test('what the page says goes to its channel', async () => {
  page.scimbox!.showCommands([])
  await page.scimbox!.reveal(3)
  await page.scimbox!.automation()
  await page.scimbox!.setAutomation({ on: true, kept: false })
  expect(sent).toEqual([[channels.commands, []], [channels.reveal, 3], [channels.automation], [channels.setAutomation, { on: true, kept: false }]])
})

test('what the host says reaches the page without the event, until it stops listening', () => {
  const heard: unknown[][] = []
  const stop = page.scimbox!.onCommand((...message) => heard.push(message))
  ipcRenderer.emit(channels.command, { sender: ipcRenderer }, 'go.users')
  stop()
  ipcRenderer.emit(channels.command, {}, 'go.groups')
  expect(heard).toEqual([['go.users']])
})
