import { describe, expect, it } from 'vitest'
import { keyName, matchKeys, type Command } from '../../src-renderer/lib/commands.ts'

const commands: Command[] = ['g u', 'g g', 'r', '/', 'mod+k'].map((keys) => ({
  id: keys,
  label: keys,
  keys,
  run: () => undefined,
}))
const press = (key: string, modifier = {}) => keyName({ key, ctrlKey: false, metaKey: false, ...modifier })

describe('keys', () => {
  it.each([
    ['g', undefined, true],
    ['g u', 'g u', false],
    ['g x', undefined, false],
    ['r', 'r', false],
    ['mod+k', 'mod+k', false],
  ])('%s', (typed, id, pending) => {
    expect(matchKeys(commands, typed)).toMatchObject({ pending })
    expect(matchKeys(commands, typed).command?.id).toBe(id)
  })

  it('names a press as commands do', () => {
    expect([
      press('J'),
      press('?'),
      press('K', { ctrlKey: true }),
      press('k', { metaKey: true }),
      press('Escape'),
    ]).toEqual(['j', '?', 'mod+k', 'mod+k', 'escape'])
  })

  it('lets the latest registration of a key win', () => {
    const second: Command = { id: 'second', label: '', keys: 'r', run: () => undefined }
    expect(matchKeys([...commands, second], 'r').command).toBe(second)
  })
})
