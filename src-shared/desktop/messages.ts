import { z } from 'zod'

/** The submenus of the native menu that hold commands, in their order. */
export const commandGroups = ['Go to', 'List', 'Request', 'Do'] as const
export type CommandGroup = (typeof commandGroups)[number]

/** A command of the console as the native menu shows it; it runs in the page, by its id. */
export const menuCommandSchema = z.object({
  id: z.string().min(1).max(200),
  label: z.string().min(1).max(200),
  /** As in the console: `r`, `g u`, `mod+k`. */
  keys: z.string().max(40).optional(),
  group: z.enum(commandGroups),
  enabled: z.boolean(),
})
export const menuCommandsSchema = z.array(menuCommandSchema).max(300)
export type MenuCommand = z.infer<typeof menuCommandSchema>

/** What became of a download: the host alone knows where it is. */
export interface SavedFile {
  id: number
  name: string
  /** Null when it was saved, else why not and what to do. */
  problem: string | null
}
export const savedFileIdSchema = z.int()

/** Whether scripts and the `scimbox` command can call the console API of the desktop. */
export const automationWantedSchema = z.object({
  on: z.boolean(),
  /** Also after the next start. */
  kept: z.boolean(),
})
export type AutomationWanted = z.infer<typeof automationWantedSchema>

export interface AutomationState extends AutomationWanted {
  /** Address of the console while it is on. */
  url: string | null
  /** What `--data-dir` of the command has to name. */
  dataDir: string
  /** Why it could not be turned on, and what to do. */
  problem: string | null
}
