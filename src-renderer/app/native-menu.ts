import { useEffect, useRef } from 'react'
import { useCommandList } from '../lib/commands.ts'
import { desktop } from '../lib/desktop.ts'
import { createMenu } from '../lib/menu-commands.ts'

/** Keeps the native menu of the desktop in step with the commands, and runs what is chosen there. Nothing in a browser. */
export function useNativeMenu() {
  const commands = useCommandList()
  const latest = useRef(commands)
  const menu = useRef(createMenu())
  useEffect(() => {
    latest.current = commands
    const next = menu.current(commands)
    if (next !== null) desktop?.showCommands(next)
  }, [commands])
  useEffect(() => desktop?.onCommand((id) => latest.current.find((command) => command.id === id)?.run()), [])
}
