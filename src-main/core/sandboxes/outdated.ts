import type { Noun } from '../../../src-shared/api/stream.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'

/** Whether what a sandbox keeps in memory has to be read again. */
export function changesModel(type: DomainEvent['type']): boolean {
  return /^(setting|token|schema|resource-type|state)\./.test(type)
}

/** Whether the fault rules in memory have to be read again. */
export function changesFaults(type: DomainEvent['type']): boolean {
  return type.startsWith('fault.')
}

const ofState: readonly Noun[] = ['users', 'groups', 'provisioning', 'schemas', 'settings', 'sandboxes', 'snapshots', 'okta', 'faults']

/** The nouns whose queries events make out of date. */
export function nounsOf(types: readonly DomainEvent['type'][], recorded: boolean): Noun[] {
  const nouns = new Set<Noun>(recorded ? ['requests', 'connection'] : [])
  for (const type of types) {
    if (/^(user|role|concurrency-group|organization|team|conflict)\b/.test(type)) nouns.add('users')
    if (/^(mapping|rule|conflict|entity|team|concurrency-group|organization|group|user)\b/.test(type)) nouns.add('provisioning')
    if (type.startsWith('group')) nouns.add('groups').add('users')
    if (/^(schema|resource)/.test(type)) nouns.add('schemas')
    if (/^(setting|entity|foreign-user)/.test(type)) nouns.add('settings').add('sandboxes').add('users').add('provisioning')
    if (changesFaults(type)) nouns.add('faults')
    if (type === 'state.replaced') for (const noun of ofState) nouns.add(noun)
    if (type.startsWith('token')) nouns.add('connection')
  }
  return [...nouns]
}
