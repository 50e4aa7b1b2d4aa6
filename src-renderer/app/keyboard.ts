import { useEffect, useRef } from 'react'
import { keyName, matchKeys, useCommandList } from '../lib/commands.ts'

const sequenceMs = 900

/** The one key handler of the window. Single keys are off while typing and while a dialog is open. */
export function useKeyboard() {
  const commands = useCommandList()
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    let typed = ''
    let since = 0
    let inOverlay = false
    // Escape closes a dialog before the key arrives here: what counts is what was open when it was pressed.
    function look() {
      inOverlay = document.querySelector('[role="dialog"], [role="menu"]') !== null
    }
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || (event.repeat && event.key === 'Enter')) return
      const key = keyName(event)
      const isChord = key.startsWith('mod+')
      if (!isChord && (isTyping(event.target) || inOverlay)) return
      typed = !isChord && typed !== '' && event.timeStamp - since < sequenceMs ? `${typed} ${key}` : key
      since = event.timeStamp
      const { command, pending } = matchKeys(latest.current, typed)
      if (command !== undefined) {
        event.preventDefault()
        command.run()
      }
      if (!pending) typed = ''
    }
    window.addEventListener('keydown', look, { capture: true })
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', look, { capture: true })
      window.removeEventListener('keydown', onKey)
    }
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
