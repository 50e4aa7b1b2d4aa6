import type { AutomationState, AutomationWanted, MenuCommand, SavedFile } from './messages.ts'

/**
 * What the console asks the desktop for, because no browser can do it: `window.scimbox`, which is not there in a browser.
 * Listeners return how to stop them.
 */
export interface Bridge {
  /** The commands for the native menu, all of them each time. */
  showCommands(commands: MenuCommand[]): void
  /** A command was chosen in the native menu. */
  onCommand(run: (id: string) => void): () => void
  /** A download was saved, or could not be. */
  onSaved(hear: (file: SavedFile) => void): () => void
  /** Shows a saved download in its folder. */
  reveal(id: number): Promise<void>
  automation(): Promise<AutomationState>
  setAutomation(wanted: AutomationWanted): Promise<AutomationState>
}

/** The name of the bridge in the page. */
export const bridgeName = 'scimbox'

/** The channels between the preload and the host. What is sent over them is in `messages.ts`. */
export const channels = {
  commands: 'scimbox:commands',
  command: 'scimbox:command',
  saved: 'scimbox:saved',
  reveal: 'scimbox:reveal',
  automation: 'scimbox:automation',
  setAutomation: 'scimbox:set-automation',
} as const
