import { TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useCommands } from '../lib/commands.ts'

const settleMs = 150

/** A search box whose value is in the address. `/` goes to it, Escape empties it. */
export function FilterInput({
  label,
  value,
  onChange,
  width = 260,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  width?: number
}) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useSettled(value, onChange)
  useCommands([
    { id: 'list.filter', label, keys: '/', group: 'List', keyOnly: true, run: () => input.current?.select() },
  ])
  return (
    <TextInput
      ref={input}
      aria-label={label}
      placeholder={label}
      type="search"
      w={width}
      maw="100%"
      value={text}
      spellCheck={false}
      autoComplete="off"
      leftSection={<Search size={14} aria-hidden />}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        if (text === '') event.currentTarget.blur()
        else setText('')
        event.stopPropagation()
      }}
    />
  )
}

/** A text that is told on once the typing rests, and that follows a change from elsewhere. */
export function useSettled(value: string, onChange: (value: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value)
  const told = useRef(value)
  useEffect(() => {
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text === told.current) return undefined
    const timer = setTimeout(() => {
      told.current = text
      onChange(text)
    }, settleMs)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return [text, setText]
}
