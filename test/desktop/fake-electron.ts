import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  paths: { userData: join(tmpdir(), 'scimbox-fake-profile'), downloads: join(tmpdir(), 'scimbox-fake-downloads') } as Record<string, string>,
  isFirst: true,
  /** Chromium's own, without dashes. */
  switches: [] as string[],
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
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
  storage: { available: true, backend: 'gnome_libsecret', plain: false },
  displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  permission: {} as { request?: Callback; check?: Callback; device?: Callback },
  beforeRequest: null as Callback | null,
  /** What a real quit does at its end. */
  onExit: (_code: number) => undefined as void,
}
const initial = structuredClone({ paths: fake.paths, storage: fake.storage, displays: fake.displays })

export function resetFake(): void {
  Object.assign(fake, structuredClone(initial), {
    isFirst: true, switches: [], schemes: [], handlers: new Map(), windows: [], opened: [], revealed: [], errors: [], exits: [], quits: 0, trays: [], hasTray: true, copied: [], menu: [], answers: new Map(), permission: {},
    beforeRequest: null,
  })
  app.removeAllListeners()
  powerMonitor.removeAllListeners()
  ipcMain.removeAllListeners()
  session.defaultSession.removeAllListeners()
}

export function preventable<Extra extends object>(extra?: Extra) {
  const event = { prevented: false, preventDefault: () => void (event.prevented = true), ...extra } as Extra & { prevented: boolean; preventDefault(): void }
  return event
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  commandLine: { hasSwitch: (name: string) => fake.switches.includes(name) },
  setName: () => undefined,
  whenReady: () => Promise.resolve(),
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

export class WebContents extends EventEmitter {
  url = ''
  destroyed = false
  /** What the page was told, by channel. */
  sent: [string, unknown][] = []
  send(channel: string, message: unknown) { this.sent.push([channel, message]) }
  loadURL(url: string) {
    this.url = url
    return Promise.resolve()
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
  maximize() { this.maximized = true }
  isMinimized() { return this.minimized }
  isMaximized() { return this.maximized }
  getNormalBounds() { return { x: 30, y: 40, width: 1000, height: 700 } }
}

export class Tray extends EventEmitter {
  image: string
  toolTip = ''
  menu: MenuItem[] = []
  destroyed = false
  constructor(image: string) {
    super()
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
  registerSchemesAsPrivileged: (schemes: typeof fake.schemes) => void fake.schemes.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) => void fake.handlers.set(scheme, handler),
}

export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Callback) => void (fake.permission.request = handler),
    setPermissionCheckHandler: (handler: Callback) => void (fake.permission.check = handler),
    setDevicePermissionHandler: (handler: Callback) => void (fake.permission.device = handler),
    webRequest: { onBeforeRequest: (_filter: object, handler: Callback) => void (fake.beforeRequest = handler) },
  }),
}

export const shell = {
  openExternal: async (url: string) => void fake.opened.push(url),
  showItemInFolder: (path: string) => void fake.revealed.push(path),
}
export const dialog = { showErrorBox: (_title: string, content: string) => void fake.errors.push(content) }
export const nativeTheme = { shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => fake.displays }
export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (menu: MenuItem[]) => void (fake.menu = menu),
}

const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
export const safeStorage = {
  isEncryptionAvailable: () => fake.storage.available && (fake.storage.backend !== 'basic_text' || fake.storage.plain),
  getSelectedStorageBackend: () => fake.storage.backend,
  setUsePlainTextEncryption: (plain: boolean) => void (fake.storage.plain = plain),
  encryptString: (text: string) => turned(Buffer.from(`key:${text}`)),
  decryptString(bytes: Buffer) {
    const text = turned(bytes).toString()
    if (!text.startsWith('key:')) throw new Error('Error while decrypting the ciphertext.')
    return text.slice(4)
  },
}
