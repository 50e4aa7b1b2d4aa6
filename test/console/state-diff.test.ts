import { describe, expect, it } from 'vitest'
import type { ExchangeDetail } from '../../src-shared/api/requests.ts'
import type { DomainEvent } from '../../src-shared/domain/events.ts'
import { stateDiff } from '../../src-renderer/lib/state-diff.ts'

type Finding = ExchangeDetail['findings'][number]

const jane = { userId: '1', userName: 'jane@acme.test' }
const team = { groupId: '9', displayName: 'eng-team' }

function exchange(given: {
  events?: DomainEvent[]
  findings?: Partial<Finding>[]
  method?: string
  status?: number
  body?: string
  effect?: string
}) {
  const findings = (given.findings ?? []).map((finding): Finding => ({
    kind: 'ignored',
    code: 'x',
    text: '',
    rule: 'r',
    tag: 'A',
    ...finding,
  }))
  return {
    row: { method: given.method ?? 'PATCH', status: given.status ?? 200, path: '/Users/1', effect: given.effect ?? '' },
    response: { headers: [], body: given.body ?? '', size: 0, cut: null },
    findings,
    events: (given.events ?? []).map((event, id) => ({ id, at: 0, exchangeId: 1, event, sentence: '' })),
  }
}

describe('the state diff of an exchange', () => {
  it('tells added, changed, removed and cleared apart', () => {
    const changes = [
      { path: 'title', after: 'Lead' },
      { path: 'active', before: true, after: false },
      { path: 'nickName', before: 'J' },
      { path: 'locale', before: 'en', after: '' },
      { path: 'timezone', before: 'UTC' },
    ]
    const { sections } = stateDiff(
      exchange({
        events: [{ type: 'user.updated', ...jane, changes }],
        findings: [{ kind: 'cleared', path: 'timezone' }],
      }),
    )
    expect(sections.map(({ title, link }) => [title, link])).toEqual([['User jane@acme.test', ['users', '1']]])
    expect(sections[0]?.lines.map(({ sign, word, path }) => [sign, word, path])).toEqual([
      ['+', 'added', 'title'],
      ['~', 'changed', 'active'],
      ['−', 'removed', 'nickName'],
      ['~', 'cleared', 'locale'],
      ['−', 'cleared', 'timezone'],
    ])
  })

  it('gathers the events of one user and shows a path once', () => {
    const { sections } = stateDiff(
      exchange({
        events: [
          { type: 'user.updated', ...jane, changes: [{ path: 'active', before: true, after: false }] },
          { type: 'user.deactivated', ...jane },
          { type: 'role.changed', ...jane, before: 'User', after: 'Admin', reason: 'org-admins gives Admin' },
        ],
      }),
    )
    expect(sections[0]?.lines.map(({ path }) => path)).toEqual(['active', 'effective role'])
  })

  it('keeps every member of a group', () => {
    const bob = { userId: '2', userName: 'bob@acme.test' }
    const { sections } = stateDiff(
      exchange({
        events: [
          { type: 'group.member.added', ...team, ...jane },
          { type: 'group.member.removed', ...team, ...bob },
        ],
      }),
    )
    expect(sections[0]?.lines.map(({ sign, before, after }) => [sign, before ?? after])).toEqual([
      ['+', jane.userName],
      ['−', bob.userName],
    ])
  })

  it('says why nothing changed', () => {
    expect(
      stateDiff(exchange({ findings: [{ kind: 'ignored', text: 'A name cannot be changed by SCIM.' }] })).nothing,
    ).toBe('A name cannot be changed by SCIM.')
    expect(stateDiff(exchange({ method: 'GET' })).nothing).toBe('It only read.')
    expect(stateDiff(exchange({})).nothing).toBe('What was sent is what was stored already.')
  })

  it('tells ignored from refused', () => {
    const ignored = stateDiff(exchange({ findings: [{ kind: 'ignored', path: 'name.familyName', value: 'Jones' }] }))
    expect(ignored.notApplied.map(({ word, path }) => [word, path])).toEqual([['ignored', 'name.familyName']])
    const refused = stateDiff(exchange({ status: 409, body: '{"detail":"A user of that name exists."}' }))
    expect(refused.notApplied.map(({ word, note }) => [word, note])).toEqual([
      ['refused', 'A user of that name exists.'],
    ])
    expect(refused.nothing).toBe('The request was refused: A user of that name exists.')
  })

  it('does not take the answer of a fault rule for a refusal', () => {
    const lost = stateDiff(exchange({ status: 500, effect: 'fault · +1 user', body: '{"detail":"Made by a rule."}' }))
    expect(lost.notApplied).toEqual([])
    expect(lost.nothing).toBe('It met a fault rule; the answer is the work of that rule.')
  })
})
