import { expect, test } from 'vitest'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import { tell } from '../../../src-main/core/traffic/tell.ts'

const user = (name: string) => ({ userId: name, userName: `${name}@acme.test` })
const group = { groupId: '1', displayName: 'eng-team' }
const added = (name: string): DomainEvent => ({ type: 'group.member.added', ...group, ...user(name) })
const removed = (name: string): DomainEvent => ({ type: 'group.member.removed', ...group, ...user(name) })
const inTeam = (name: string): DomainEvent => ({ type: 'team.member.added', ...user(name), entityId: 3, name: 'eng-team', reason: 'SCIM group eng-team is mapped to it' })
const role = (name: string, before: 'User' | null): DomainEvent => ({ type: 'role.changed', ...user(name), before, after: 'Admin', reason: 'eng-team gives Admin' })

test.each<[string, DomainEvent[], string]>([
  ['one event in its own words', [added('jane')], 'jane@acme.test joined eng-team.'],
  [
    'members and where they came, together', [added('jane'), removed('bob'), added('mia'), inTeam('jane'), inTeam('mia')],
    'Group eng-team: 2 joined (jane@acme.test and mia@acme.test) and 1 left (bob@acme.test). 2 users are in team eng-team now: SCIM group eng-team is mapped to it.',
  ],
  ['more than three by name', ['a', 'b', 'c', 'd', 'e'].map(added), 'Group eng-team: 5 joined (a@acme.test, b@acme.test, c@acme.test and 2 more).'],
  ['a first role is no change of role', [role('jane', null), role('bob', 'User'), role('mia', 'User')], 'jane@acme.test starts as Admin: eng-team gives Admin. 2 users became Admin.'],
  [
    'four sentences at most',
    [...['a', 'b', 'c', 'd'].map((name): DomainEvent => ({ type: 'user.removed', ...user(name) })), added('x'), added('y')],
    'a@acme.test was removed from the organization. b@acme.test was removed from the organization. c@acme.test was removed from the organization. '
    + 'd@acme.test was removed from the organization. And 2 more.',
  ],
])('%s', (_name, events, sentence) => expect(tell(events)).toBe(sentence))
