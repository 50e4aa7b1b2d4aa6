import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { CommandGroup } from '../../src-shared/desktop/messages.ts'

/** Something a person can do by palette, by key, by the menu of the desktop. A command without a label is a key only. */
export interface Command {
  id: string
  label: string
  /** A single key (`r`), a sequence (`g u`) or a chord (`mod+k`). */
  keys?: string
  group?: CommandGroup
  /** Not offered by the palette: it only makes sense by key. */
  keyOnly?: boolean
  run: () => void
}

const registered = new Map<string, Command>()
const listeners = new Set<() => void>()
let snapshot: Command[] = []

/** Registers commands for as long as the calling component is mounted. The latest registration of an id counts. */
export function useCommands(commands: Command[]) {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const signature = commands.map((command) => `${command.id} ${command.label} ${command.keys ?? ''}`).join('\n')
  useEffect(() => {
    const mine = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }))
    for (const command of mine) registered.set(command.id, command)
    changed()
    return () => {
      for (const command of mine) if (registered.get(command.id) === command) registered.delete(command.id)
      changed()
    }
  }, [signature])
}

export function useCommandList(): Command[] {
  return useSyncExternalStore(subscribe, () => snapshot)
}

/** The command a sequence of keys stands for; `pending` when it may still become one. */
export function matchKeys(commands: readonly Command[], typed: string): { command?: Command; pending: boolean } {
  const command = commands.findLast(({ keys }) => keys === typed)
  return { command, pending: commands.some(({ keys }) => keys !== undefined && keys.startsWith(`${typed} `)) }
}

/** One key press in the words of `Command.keys`. */
export function keyName(event: { key: string; metaKey: boolean; ctrlKey: boolean }): string {
  const key = event.key.toLowerCase()
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key
}

function changed() {
  snapshot = [...registered.values()]
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
