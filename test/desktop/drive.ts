import { channels } from '../../src-shared/desktop/bridge.ts'
import { app, DownloadItem, fake, ipcMain, preventable, session } from './fake-electron.ts'

const page = { parent: null, url: 'app://console/default' }
const foreign = { parent: null, url: 'https://evil.test/' }
const inner = { parent: page, url: 'app://console/' }

/** Does to a started host what Electron lets happen to it, and says what became of it. */
export async function drive() {
  return {
    navigation: navigate(), requests: request(), permissions: permit(), messages: await message(), downloads: download(),
    menu: chooseInMenu(), crash: crash(), secondInstance: startAgain(), tray: fake.trays.map(({ image }) => image),
  }
}
export type Driven = Awaited<ReturnType<typeof drive>>

const theWindow = () => fake.windows[0]!

function navigate() {
  const { webContents } = theWindow()
  const isPrevented = (name: string, details: object) => {
    const event = preventable(details)
    webContents.emit(name, event)
    return event.prevented
  }
  return {
    inside: isPrevented('will-navigate', { url: 'app://console/users' }),
    elsewhere: isPrevented('will-navigate', { url: 'https://example.com/' }),
    redirected: isPrevented('will-redirect', { url: 'https://evil.test/' }),
    inFrame: isPrevented('will-frame-navigate', { url: 'app://console/', isMainFrame: false }),
    webview: isPrevented('will-attach-webview', {}),
    windows: ['https://example.com/new', 'file:///etc/passwd'].map((url) => webContents.openHandler?.({ url })),
    inBrowser: fake.opened,
  }
}

type Ask = (details: object, answer: (given: { cancel?: boolean }) => void) => void

function request() {
  const goesOn = (details: object) => {
    let answer: { cancel?: boolean } | null = null
    ;(fake.beforeRequest as Ask | null)?.({ resourceType: 'xhr', ...details }, (given) => { answer = given })
    return answer && (answer as { cancel?: boolean }).cancel !== true
  }
  const url = 'app://console/api/console/sandboxes'
  return {
    ofPage: goesOn({ url, frame: page, initiatorOrigin: 'app://console' }),
    ofForeignPage: goesOn({ url, frame: foreign, initiatorOrigin: 'https://evil.test' }),
    ofInnerFrame: goesOn({ url, frame: inner, initiatorOrigin: 'app://console' }),
    toNetwork: goesOn({ url: 'https://example.com/', frame: page, initiatorOrigin: 'app://console' }),
  }
}

type Permit = (contents: object, permission: string, answer: (isGranted: boolean) => void, details: object) => void
type Check = (contents: object, permission: string, origin: string, details: object) => boolean

function permit() {
  const { request, check, device } = fake.permission as { request?: Permit; check?: Check; device?: () => boolean }
  const asked = (permission: string) => {
    let isGranted: boolean | null = null
    request?.({}, permission, (answer) => { isGranted = answer }, { requestingUrl: 'app://console/', isMainFrame: true })
    return [isGranted, check?.({}, permission, 'app://console', { isMainFrame: true }) ?? null]
  }
  return { media: asked('media'), copying: asked('clipboard-sanitized-write'), device: device?.() ?? null }
}

const titles = () => fake.menu.map(({ role, label }) => role ?? label)

/** A message, and each question, from a frame that is not the console. */
async function message() {
  const before = titles()
  ipcMain.emit(channels.commands, { senderFrame: foreign }, commands)
  const refused = [channels.reveal, channels.automation, channels.setAutomation].map((channel) => {
    try {
      fake.answers.get(channel)?.({ senderFrame: inner }, undefined)
      return 'answered'
    } catch (error) {
      return (error as Error).message
    }
  })
  const state = await fake.answers.get(channels.automation)?.({ senderFrame: page }, undefined) as { on: boolean } | undefined
  return { isMenuKept: titles().join() === before.join(), refused, ofPage: state && typeof state.on }
}

const commands = [{ id: 'go.users', label: 'Users', group: 'Go to', enabled: true }]

function chooseInMenu() {
  const roles = titles()
  ipcMain.emit(channels.commands, { senderFrame: page }, commands)
  fake.menu.find(({ label }) => label === 'Go')?.submenu?.[0]?.click?.()
  return { roles, sent: theWindow().webContents.sent.filter(([channel]) => channel === channels.command) }
}

function download() {
  const begin = (url: string) => {
    const item = new DownloadItem(url, '/home/jane/mine.json')
    const event = preventable()
    session.defaultSession.emit('will-download', event, item)
    item.emit('done', {}, 'completed')
    return event.prevented
  }
  const prevented = ['https://evil.test/a.exe', 'blob:app://console/1'].map(begin)
  fake.answers.get(channels.reveal)?.({ senderFrame: page }, 1)
  return { prevented, told: theWindow().webContents.sent.filter(([channel]) => channel === channels.saved).length, revealed: fake.revealed }
}

function crash() {
  const { webContents } = theWindow()
  app.emit('render-process-gone', {}, webContents, { reason: 'crashed', exitCode: 1 })
  return webContents.getURL()
}

function startAgain() {
  theWindow().minimized = true
  theWindow().calls = []
  app.emit('second-instance')
  return theWindow().calls
}
