import { app, dialog, type RenderProcessGoneDetails, type WebContents } from 'electron'
import { crashUrl } from './origin.ts'

/** A page whose process is gone is told so by another page, which needs no script and leads back. The core goes on meanwhile. */
export function setupCrash(): void {
  app.on('render-process-gone', (_event, contents, { reason }) => {
    if (reason === 'clean-exit' || contents.isDestroyed()) return
    console.error(`scimbox: the process of the window is gone: ${reason}`)
    if (canShow(contents, reason)) void contents.loadURL(crashUrl).catch((error: Error) => giveUp(error.message))
    else giveUp(reason)
  })
}

/** A process that cannot start shows no page, and a page without script that crashes would do it again. */
function canShow(contents: WebContents, reason: RenderProcessGoneDetails['reason']): boolean {
  return reason !== 'launch-failed' && reason !== 'integrity-failure' && contents.getURL() !== crashUrl
}

function giveUp(reason: string): void {
  dialog.showErrorBox('The window cannot be shown', `Its process ended (${reason}). Scimbox goes on answering; quit and start it again.`)
}
