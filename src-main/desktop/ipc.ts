import { BrowserWindow, ipcMain } from 'electron'
import type { ZodType } from 'zod'
import { isConsoleFrame } from './guard.ts'
import { isConsole } from './origin.ts'

/** Hears a message of the console. One from another frame, or with other content, is said on stderr and dropped. */
export function hear<Message>(channel: string, schema: ZodType<Message>, work: (message: Message) => void): void {
  ipcMain.on(channel, (event, message: unknown) => {
    const parsed = schema.safeParse(message)
    if (isConsoleFrame(event.senderFrame) && parsed.success) work(parsed.data)
    else console.error(`scimbox: a message on ${channel} was not one of the console`)
  })
}

/** Answers a question of the console. The question of another frame, or with other content, is refused. */
export function answer<Question, Answer>(channel: string, schema: ZodType<Question>, work: (question: Question) => Answer): void {
  ipcMain.handle(channel, (event, question: unknown) => {
    if (!isConsoleFrame(event.senderFrame)) throw new Error('Only the console is answered.')
    return work(schema.parse(question))
  })
}

/** Tells the console something, where a window shows it. */
export function tell(channel: string, message: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (isConsole(window.webContents.getURL())) window.webContents.send(channel, message)
  }
}
