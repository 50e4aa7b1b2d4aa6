import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Changes, createChanges } from '../../../src-main/core/api/changes.ts'
import { eventStream } from '../../../src-main/core/api/event-stream.ts'

interface Message { id: string | undefined; event: string; data: unknown }

let changes: Changes
const gone = new AbortController()

beforeEach(() => {
  vi.useFakeTimers()
  changes = createChanges()
})
afterEach(() => {
  changes.close()
  vi.useRealTimers()
})

/** A window that opens the stream. `read` takes one chunk as it came. */
function open({ query = '', lastEventId }: { query?: string; lastEventId?: string } = {}, from = changes) {
  const headers = new Headers(lastEventId === undefined ? [] : [['Last-Event-ID', lastEventId]])
  const response = eventStream(from, new Request(`http://console.test/api/console/events${query}`, { headers, signal: gone.signal }))
  const reader = response.body!.getReader()
  const read = async () => new TextDecoder().decode((await reader.read()).value)
  return { read, messages: async () => messagesIn(await read()), leave: () => reader.cancel() }
}

function messagesIn(text: string): Message[] {
  return text.split('\n\n').filter((block) => block !== '').map((block) => {
    const field = (name: string) => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    return { id: field('id'), event: field('event')!, data: JSON.parse(field('data')!) }
  })
}

const news = () => vi.advanceTimersByTime(100)
const told = (messages: Message[]) => messages.map(({ event, data }) => [event, data])

test('a first connection is told where it stands and nothing else', async () => {
  changes.push('default', ['users'])
  expect(await open().messages()).toEqual([{ id: changes.newest(), event: 'connected', data: {} }])
})

test('a new page is told what changed since it began to load, and not what changed before', async () => {
  changes.push('default', ['schemas'])
  vi.advanceTimersByTime(60_000)
  changes.push('default', ['users', 'requests'])
  const messages = await open({ query: '?pageAge=500' }).messages()
  expect(told(messages)).toEqual([['change', { sandbox: 'default', nouns: ['users', 'requests'] }], ['connected', {}]])
})

test('changes come with their sandbox, gathered, with the id of the newest', async () => {
  const window = open()
  await window.read()
  changes.push('default', ['users'])
  changes.push('default', ['users', 'groups'])
  changes.push('other', ['settings'])
  news()
  expect(await window.messages()).toEqual([
    { id: undefined, event: 'change', data: { sandbox: 'default', nouns: ['users', 'groups'] } },
    { id: changes.newest(), event: 'change', data: { sandbox: 'other', nouns: ['settings'] } },
  ])
})

test.each(['header', 'query'] as const)('a reconnection resumes from its last id (%s)', async (where) => {
  const [first] = await open().messages()
  const id = first!.id!
  changes.push('default', ['users'])
  changes.push('default', ['groups'])
  const missed = await open(where === 'header' ? { lastEventId: id } : { query: `?lastEventId=${id}` }).messages()
  expect(told(missed)).toEqual([['change', { sandbox: 'default', nouns: ['users', 'groups'] }], ['connected', {}]])
  expect(told(await open({ lastEventId: missed.at(-1)!.id! }).messages())).toEqual([['connected', {}]])
})

test.each([
  ['of an earlier start', () => createChanges().newest()],
  ['from the future', () => `${changes.newest()}0`],
  ['that is none', () => 'yesterday'],
])('an id %s is answered refetch', async (_what, id) => {
  changes.push('default', ['users'])
  expect(told(await open({ lastEventId: id() }).messages())).toEqual([['refetch', {}], ['connected', {}]])
})

test('what too many sandboxes pushed out of memory is answered refetch, what is still there is told', async () => {
  const before = changes.newest()
  changes.push('s0', ['users'])
  const after = changes.newest()
  for (let number = 1; number <= 1_000; number += 1) changes.push(`s${number}`, ['users'])
  expect(changes.since(before)).toBeNull()
  expect(changes.since(after)).toHaveLength(1_000)
})

test('a client that does not read costs nothing, and is told everything in one piece when it does', async () => {
  const window = open()
  for (let round = 0; round < 500; round += 1) {
    changes.push('default', [round === 0 ? 'schemas' : 'users'])
    news()
  }
  expect(told(await window.messages())).toEqual([['connected', {}]])
  expect(await window.messages()).toEqual([
    { id: changes.newest(), event: 'change', data: { sandbox: 'default', nouns: ['schemas', 'users'] } },
  ])
})

test('a comment keeps a quiet connection open, and a client that left is forgotten', async () => {
  const window = open()
  await window.read()
  vi.advanceTimersByTime(15_000)
  expect(await window.read()).toBe(': still here\n\n')
  await window.leave()
  expect(vi.getTimerCount()).toBe(0)
  changes.push('default', ['users'])
  expect(news).not.toThrow()
})
