import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Handler = (request: Request) => Promise<Response>
/** `initiatorOrigin` is of the page that asks, absent where Electron loads one. */
type Served = (request: Request, initiatorOrigin?: string) => Promise<Response>
type Callback = (...args: never[]) => unknown

export interface MenuItem {
  role?: string
  type?: string
  id?: string
  label?: string
  enabled?: boolean
  accelerator?: string
  registerAccelerator?: boolean
  click?: () => void
  submenu?: MenuItem[]
}

/** What the hosts asked of Electron, and what the fake answers. Reset between tests. */
export const fake = {
  /** Before that, what Electron refuses is refused here in its words. */
  isReady: false,
  paths: { userData: join(tmpdir(), 'scimbox-fake-profile'), downloads: join(tmpdir(), 'scimbox-fake-downloads') } as Record<string, string>,
  isFirst: true,
  /** Chromium's own, without dashes. */
  switches: [] as string[],
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, Served>(),
  windows: [] as BrowserWindow[],
  opened: [] as string[],
  revealed: [] as string[],
  errors: [] as string[],
  exits: [] as number[],
  quits: 0,
  trays: [] as Tray[],
  /** Whether the desktop has a tray. */
  hasTray: true,
  copied: [] as string[],
  menu: [] as MenuItem[],
  /** What the page may ask by `ipcRenderer.invoke`. */
  answers: new Map<string, (event: object, question: unknown) => unknown>(),
  storage: { available: true, backend: 'gnome_libsecret', plain: false, locked: false, key: 1 },
  displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  permission: {} as { request?: Callback; check?: Callback; device?: Callback },
  beforeRequest: null as Callback | null,
  /** What a real quit does at its end. */
  onExit: (_code: number) => undefined as void,
}
const initial = structuredClone({ paths: fake.paths, storage: fake.storage, displays: fake.displays })

let readiness = Promise.withResolvers<void>()

/** What comes after the main module was run. */
export function becomeReady(): void {
  fake.isReady = true
  readiness.resolve()
}

/** As it is once a host has started: ready, with `app:` served. Or as it is before. */
export function resetFake({ isStarted = true } = {}): void {
  readiness = Promise.withResolvers()
  Object.assign(fake, structuredClone(initial), {
    isReady: false, isFirst: true, switches: [], schemes: [], handlers: new Map(), windows: [], opened: [], revealed: [], errors: [], exits: [], quits: 0, trays: [], hasTray: true, copied: [], menu: [], answers: new Map(), permission: {},
    beforeRequest: null,
  })
  app.removeAllListeners()
  powerMonitor.removeAllListeners()
  ipcMain.removeAllListeners()
  defaultSession.removeAllListeners()
  if (!isStarted) return
  becomeReady()
  protocol.handle('app', async () => new Response())
}

function mustBeReady(refusal: string): void {
  if (!fake.isReady) throw new Error(refusal)
}

export function preventable<Extra extends object>(extra?: Extra) {
  const event = { prevented: false, preventDefault: () => void (event.prevented = true), ...extra } as Extra & { prevented: boolean; preventDefault(): void }
  return event
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  commandLine: { hasSwitch: (name: string) => fake.switches.includes(name) },
  setName: () => undefined,
  isReady: () => fake.isReady,
  whenReady: () => readiness.promise,
  getPath: (name: string) => fake.paths[name],
  setPath: (name: string, path: string) => void (fake.paths[name] = path),
  requestSingleInstanceLock: () => fake.isFirst,
  quit() {
    fake.quits += 1
    const event = preventable()
    app.emit('before-quit', event)
    if (!event.prevented) app.exit(0)
  },
  exit(code: number) {
    fake.exits.push(code)
    fake.onExit(code)
  },
})

export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (channel: string, answer: (event: object, question: unknown) => unknown) => void fake.answers.set(channel, answer),
})

export const powerMonitor = new EventEmitter()
powerMonitor.on('newListener', () => mustBeReady("The 'powerMonitor' module can't be used before the app 'ready' event"))

export class WebContents extends EventEmitter {
  url = ''
  destroyed = false
  /** What the page was told, by channel. */
  sent: [string, unknown][] = []
  send(channel: string, message: unknown) { this.sent.push([channel, message]) }
  async loadURL(url: string) {
    const { protocol } = new URL(url)
    if (!fake.handlers.has(protocol.slice(0, -1))) throw new Error(`ERR_UNKNOWN_URL_SCHEME (-302) loading '${url}'`)
    this.url = url
  }
  getURL() { return this.url }
  isDestroyed() { return this.destroyed }
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  options: Record<string, unknown> & { webPreferences: Record<string, unknown> }
  webContents = new WebContents()
  calls: string[] = []
  minimized = false
  maximized = false
  constructor(options: BrowserWindow['options']) {
    super()
    mustBeReady('Cannot create BrowserWindow before app is ready')
    this.options = options
    fake.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
  }
  get url() { return this.webContents.url }
  static getAllWindows = () => fake.windows
  loadURL(url: string) { return this.webContents.loadURL(url) }
  show() { this.calls.push('show') }
  focus() { this.calls.push('focus') }
  restore() { this.calls.push('restore') }
  maximize() {
    this.maximized = true
    this.calls.push('maximize')
  }
  isMinimized() { return this.minimized }
  isMaximized() { return this.maximized }
  getNormalBounds() { return { x: 30, y: 40, width: 1000, height: 700 } }
}

/** A download as Electron tells of it; `chosen` is what the person chose in the dialog. */
export class DownloadItem extends EventEmitter {
  dialog: { title?: string; defaultPath?: string; filters?: object } = {}
  readonly url: string
  readonly chosen: string
  constructor(url: string, chosen = '/home/jane/mine.scimbox.json') {
    super()
    this.url = url
    this.chosen = chosen
  }
  getURL() { return this.url }
  getFilename() { return 'default.scimbox.json' }
  getSavePath() { return this.chosen }
  setSaveDialogOptions(options: DownloadItem['dialog']) { this.dialog = options }
}

export class Tray extends EventEmitter {
  image: string
  toolTip = ''
  menu: MenuItem[] = []
  destroyed = false
  constructor(image: string) {
    super()
    mustBeReady('Cannot create Tray before app is ready')
    if (!fake.hasTray) throw new Error('Failed to create a tray icon')
    this.image = image
    fake.trays.push(this)
  }
  setImage(image: string) { this.image = image }
  setToolTip(text: string) { this.toolTip = text }
  setContextMenu(menu: MenuItem[]) { this.menu = menu }
  destroy() { this.destroyed = true }
}
export const nativeImage = { createFromPath: (path: string) => path }
export const clipboard = { writeText: (text: string) => void fake.copied.push(text) }

export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof fake.schemes) {
    if (fake.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    fake.schemes.push(...schemes)
  },
  handle: (scheme: string, handler: Handler) => session.defaultSession.protocol.handle(scheme, handler),
}

function served(handler: Handler): Served {
  return (request, initiatorOrigin) => {
    // Electron takes it away before the handler sees it.
    if (request.headers.get('origin') === 'null') request.headers.delete('origin')
    return handler(initiatorOrigin === undefined ? request : Object.assign(request, { initiatorOrigin }))
  }
}

const defaultSession = Object.assign(new EventEmitter(), {
  protocol: { handle: (scheme: string, handler: Handler) => void fake.handlers.set(scheme, served(handler)) },
  setPermissionRequestHandler: (handler: Callback) => void (fake.permission.request = handler),
  setPermissionCheckHandler: (handler: Callback) => void (fake.permission.check = handler),
  setDevicePermissionHandler: (handler: Callback) => void (fake.permission.device = handler),
  webRequest: { onBeforeRequest: (_filter: object, handler: Callback) => void (fake.beforeRequest = handler) },
})
export const session = {
  get defaultSession() {
    mustBeReady('Session can only be received when app is ready')
    return defaultSession
  },
}

export const shell = {
  openExternal: async (url: string) => void fake.opened.push(url),
  showItemInFolder: (path: string) => void fake.revealed.push(path),
}
export const dialog = { showErrorBox: (_title: string, content: string) => void fake.errors.push(content) }
export const nativeTheme = { shouldUseDarkColors: false }
export const screen = {
  getAllDisplays() {
    mustBeReady("The 'screen' module can't be used before the app 'ready' event")
    return fake.displays
  },
}
export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (menu: MenuItem[]) => void (fake.menu = menu),
}

const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
const mark = () => `key ${fake.storage.key}:`
/** Whoever encrypted with an earlier key can decrypt, and is told to encrypt again. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => fake.isReady && fake.storage.available && (fake.storage.backend !== 'basic_text' || fake.storage.plain),
  getSelectedStorageBackend: () => (fake.isReady ? fake.storage.backend : 'unknown'),
  setUsePlainTextEncryption: (plain: boolean) => void (fake.storage.plain = plain),
  async encryptStringAsync(text: string) {
    mustBeReady('safeStorage cannot be used before app is ready')
    if (fake.storage.locked) throw new Error('Error while encrypting the text provided to safeStorage.encryptStringAsync.')
    return turned(Buffer.from(mark() + text))
  },
  async decryptStringAsync(bytes: Buffer) {
    mustBeReady('safeStorage cannot be used before app is ready')
    if (fake.storage.locked) throw new Error('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.')
    const [, key, result] = /^key (\d+):(.*)$/s.exec(turned(bytes).toString()) ?? []
    if (result === undefined) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.')
    return { result, shouldReEncrypt: Number(key) !== fake.storage.key }
  },
}
