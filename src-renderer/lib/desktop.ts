import type { Bridge } from '../../src-shared/desktop/bridge.ts'

declare global {
  interface Window {
    /** Only in the desktop: its preload puts it there. */
    scimbox?: Bridge
  }
}

/** What the desktop can do for the page; undefined in a browser. */
export const desktop: Bridge | undefined = window.scimbox
