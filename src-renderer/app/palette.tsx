import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Boxes, Search, Terminal, UserRound, type LucideIcon } from 'lucide-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { useNavigate } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import { api } from '../lib/api.ts'
import { useCommandList } from '../lib/commands.ts'
import { pathOf } from '../lib/place.ts'
import classes from './palette.module.css'
import { Keys } from './shortcut-sheet.tsx'

interface Choice {
  id: string
  text: string
  detail?: string
  keys?: string
  icon: LucideIcon
  run: () => void
}

/** Finds users, groups, pages and commands by name. */
export function Palette({ sandbox, onClose }: { sandbox: Sandbox; onClose: () => void }) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const choices = useChoices(sandbox.slug, text.trim())
  const chosen = Math.min(active, choices.length - 1)
  useEffect(() => {
    document.getElementById(`palette-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return
    onClose()
    choice.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setActive((chosen + step + choices.length) % Math.max(1, choices.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      take(choices[chosen])
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="600px"
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      classNames={{ body: classes.body }}
    >
      <div className={classes.search}>
        <Search size={16} aria-hidden />
        <input
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-label="Search and commands"
          data-autofocus
          aria-activedescendant={choices.length > 0 ? `palette-${chosen}` : undefined}
          placeholder="Users, groups, pages, commands"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <ul id="palette-list" role="listbox" aria-label="Results" className={classes.list}>
        {choices.map((choice, index) => (
          <li
            key={choice.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={classes.choice}
            onMouseMove={() => setActive(index)}
            onClick={() => take(choice)}
          >
            <choice.icon size={15} aria-hidden />
            <span className="cut">{choice.text}</span>
            {choice.detail !== undefined && <span className={`cut ${classes.detail}`}>{choice.detail}</span>}
            {choice.keys !== undefined && <Keys keys={choice.keys} />}
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className={classes.none}>Nothing is called “{text}”.</p>}
    </Modal>
  )
}

const found = 6
const settleMs = 120

function useChoices(sandbox: string, text: string): Choice[] {
  const navigate = useNavigate()
  const [search] = useDebouncedValue(text, settleMs)
  const shared = { enabled: search !== '', placeholderData: keepPreviousData }
  const users = useQuery(api.users.list.queryOptions({ input: { sandbox, search, limit: found }, ...shared }))
  const groups = useQuery(api.groups.list.queryOptions({ input: { sandbox, search, limit: found }, ...shared }))
  const commands = useCommandList()
    .filter((command) => command.keyOnly !== true && command.label.toLowerCase().includes(text.toLowerCase()))
    .map((command): Choice => ({
      id: command.id,
      text: command.label,
      detail: command.group,
      keys: command.keys,
      icon: Terminal,
      run: command.run,
    }))
  if (text === '') return commands
  return [
    ...(users.data?.items ?? []).map(({ id, userName, name }): Choice => ({
      id: `user ${id}`,
      text: userName,
      detail: name,
      icon: UserRound,
      run: () => void navigate(pathOf(sandbox, 'users', id)),
    })),
    ...(groups.data?.items ?? []).map(({ id, displayName }): Choice => ({
      id: `group ${id}`,
      text: displayName,
      detail: 'Group',
      icon: Boxes,
      run: () => void navigate(pathOf(sandbox, 'groups', id)),
    })),
    ...commands,
  ]
}
