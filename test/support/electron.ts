import { EventEmitter } from 'node:events'
import { vi } from 'vitest'

type PermissionAnswer = (allowed: boolean) => void

/** A hand-written Electron: what the desktop host asks of it, recorded. */
export function fakeElectron(userData: string) {
  const windows: FakeWindow[] = []
  let ready = () => undefined as void
  const whenReady = new Promise<void>((resolve) => {
    ready = resolve
  })

  class FakeContents extends EventEmitter {
    openHandler: ((details: { url: string }) => { action: string }) | undefined
    setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
      this.openHandler = handler
    }
  }

  class FakeWindow extends EventEmitter {
    static getAllWindows = () => windows
    webContents = new FakeContents()
    shown = false
    minimized = false
    focused = 0
    url = ''
    readonly options: Record<string, unknown>
    constructor(options: Record<string, unknown>) {
      super()
      this.options = options
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
    async loadURL(url: string) {
      this.url = url
    }
    show() {
      this.shown = true
    }
    focus() {
      this.focused += 1
    }
    isMinimized = () => this.minimized
    restore() {
      this.minimized = false
    }
    getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 })
  }

  const app = Object.assign(new EventEmitter(), {
    lock: true,
    requestSingleInstanceLock: () => app.lock,
    whenReady: () => whenReady,
    getPath: () => userData,
    exit: vi.fn<(code: number) => void>(),
    ended: false,
    /** As Electron: before-quit may be prevented. */
    quit() {
      let prevented = false
      app.emit('before-quit', { preventDefault: () => (prevented = true) })
      if (!prevented) app.ended = true
    },
  })
  const handlers = {
    scheme: undefined as ((request: Request) => Response | Promise<Response>) | undefined,
    permission: undefined as ((contents: unknown, permission: string, answer: PermissionAnswer) => void) | undefined,
    check: undefined as (() => boolean) | undefined,
  }
  const storage = { available: true, backend: 'gnome_libsecret' }

  return {
    ready, windows, handlers, storage,
    module: {
      app,
      BrowserWindow: FakeWindow,
      Menu: { setApplicationMenu: vi.fn<(menu: unknown) => void>(), buildFromTemplate: (template: unknown) => template },
      dialog: { showErrorBox: vi.fn<(title: string, content: string) => void>() },
      shell: { openExternal: vi.fn<(url: string) => Promise<void>>(async () => undefined) },
      screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
      protocol: {
        registerSchemesAsPrivileged: vi.fn<(schemes: unknown) => void>(),
        handle: (_scheme: string, handler: NonNullable<typeof handlers.scheme>) => {
          handlers.scheme = handler
        },
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: NonNullable<typeof handlers.permission>) => {
            handlers.permission = handler
          },
          setPermissionCheckHandler: (handler: NonNullable<typeof handlers.check>) => {
            handlers.check = handler
          },
        },
      },
      safeStorage: {
        isEncryptionAvailable: () => storage.available,
        getSelectedStorageBackend: () => storage.backend,
        encryptString: (text: string) => Buffer.from(text.split('').reverse().join('')),
        decryptString: (sealed: Buffer) => sealed.toString().split('').reverse().join(''),
      },
    },
  }
}
