import { app, session, shell } from 'electron'
import { basename, join } from 'node:path'
import { channels } from '../../src-shared/desktop/bridge.ts'
import { type SavedFile, savedFileIdSchema } from '../../src-shared/desktop/messages.ts'
import { answer, tell } from './ipc.ts'
import { isConsole } from './origin.ts'

const brokenOff = 'The download ended before it was whole. Look at the free space of the disk, then try again.'

/**
 * The downloads of the console ask for their place in a native dialog. They stay downloads, so that a file of any size goes to the
 * disk without passing the page, and gets its name when it is whole. The page does not learn where: it has a number to show it by.
 */
export function setupDownloads(): void {
  const saved = new Map<number, string>()
  let started = 0
  session.defaultSession.on('will-download', (event, item) => {
    if (!isConsole(item.getURL().replace(/^blob:/, ''))) return event.preventDefault()
    const id = (started += 1)
    // No filters: Windows and macOS take `.scimbox.json` for a wrong `.json` and change the name.
    item.setSaveDialogOptions({ title: 'Save', defaultPath: join(app.getPath('downloads'), item.getFilename()) })
    item.once('done', (_event, state) => {
      if (state === 'cancelled') return
      if (state === 'completed') saved.set(id, item.getSavePath())
      // Not its own name: the person may have chosen another one in the dialog.
      const name = basename(item.getSavePath()) || item.getFilename()
      tell(channels.saved, { id, name, problem: state === 'completed' ? null : brokenOff } satisfies SavedFile)
    })
  })
  answer(channels.reveal, savedFileIdSchema, (id) => {
    const path = saved.get(id)
    if (path !== undefined) shell.showItemInFolder(path)
  })
}
