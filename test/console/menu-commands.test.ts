import { describe, expect, it } from 'vitest'
import type { Command } from '../../src-renderer/lib/commands.ts'
import { createMenu } from '../../src-renderer/lib/menu-commands.ts'
import { menuCommandsSchema } from '../../src-shared/desktop/messages.ts'

const run = () => undefined
const users: Command = { id: 'go.users', label: 'Users', keys: 'g u', group: 'Go to', run }
const replay: Command = { id: 'request.replay', label: 'Replay', keys: 'r', group: 'Request', run }
const next: Command = { id: 'list.next', label: 'Next row', keys: 'j', group: 'List', keyOnly: true, run }
const palette: Command = { id: 'palette', label: 'Search and commands', keys: 'mod+k', keyOnly: true, run }

describe('the commands of the native menu', () => {
  it('are those of the palette, and the chords', () => {
    const menu = createMenu()([users, replay, next, palette])
    expect(menu).toEqual([
      { id: 'go.users', label: 'Users', keys: 'g u', group: 'Go to', enabled: true },
      { id: 'request.replay', label: 'Replay', keys: 'r', group: 'Request', enabled: true },
      { id: 'palette', label: 'Search and commands', keys: 'mod+k', group: 'Do', enabled: true },
    ])
    expect(menuCommandsSchema.parse(menu)).toEqual(menu)
  })

  it('stay disabled when their page is left; a way to somewhere goes', () => {
    const menu = createMenu()
    menu([users, replay])
    expect(menu([])).toEqual([{ id: 'request.replay', label: 'Replay', keys: 'r', group: 'Request', enabled: false }])
    expect(menu([replay])?.[0]).toMatchObject({ enabled: true })
  })

  it('are told only when something about them changed', () => {
    const menu = createMenu()
    expect(menu([users])).not.toBeNull()
    expect(menu([{ ...users, run: () => undefined }])).toBeNull()
    expect(menu([{ ...users, label: 'People' }])).not.toBeNull()
  })
})
