import { TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useCommands } from '../../lib/commands.ts'
import { useSettled } from '../../ui/filter-input.tsx'
import { completions } from './filter.ts'
import classes from './requests.module.css'

/** The filter of the list, with completion: arrows choose, Enter or Tab takes, Escape closes. */
export function FilterBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useSettled(value, onChange)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  useCommands([
    {
      id: 'list.filter',
      label: 'Filter requests',
      keys: '/',
      group: 'List',
      keyOnly: true,
      run: () => input.current?.select(),
    },
  ])
  const offers = open ? completions(text, input.current?.selectionStart ?? text.length) : []
  const take = (index: number) => {
    const offer = offers[index]
    if (offer === undefined) return
    setText(offer.text)
    setActive(-1)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && offers.length > 0) setActive((active + step + offers.length) % offers.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) take(active)
    else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const leave = () => {
    if (open && offers.length > 0) setOpen(false)
    else if (text !== '') setText('')
    else input.current?.blur()
  }
  return (
    <div className={classes.filter}>
      <TextInput
        ref={input}
        aria-label="Filter requests"
        placeholder="method:PATCH status>=400 user:jane path:/Groups body:active"
        value={text}
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        spellCheck={false}
        autoComplete="off"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        leftSection={<Search size={14} aria-hidden />}
        classNames={{ input: 'code' }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setOpen(true)
          setActive(-1)
        }}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Filter terms"
        className={classes.offers}
        hidden={offers.length === 0}
      >
        {offers.map((offer, index) => (
          <li
            key={offer.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={classes.offer}
            onMouseDown={(event) => {
              event.preventDefault()
              take(index)
            }}
          >
            <code>{offer.label}</code>
            <span>{offer.hint}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
