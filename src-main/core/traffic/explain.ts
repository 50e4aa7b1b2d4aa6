import { describeEvent, type DomainEvent, type EventOf, lastName, list } from '../../../src-shared/domain/events.ts'
import type { Exchange } from './record.ts'

/** The effect chip: what the events say happened, in as few words as possible. */
export function effectOf(exchange: Exchange, events: readonly DomainEvent[]): string {
  if (exchange.status >= 400) return 'refused'
  const ignored = exchange.findings.filter((finding) => finding.kind === 'ignored').length
  const chips = events.length > 0 ? chipsOf(events) : []
  if (chips.length === 0) return ignored > 0 ? `ignored ${ignored}` : 'no change'
  return [...chips.slice(0, 2), ...(ignored > 0 ? [`ignored ${ignored}`] : [])].join(' · ')
}

function chipsOf(events: readonly DomainEvent[]): string[] {
  return [
    counted(events, ['user.created'], '+', 'user'), counted(events, ['user.removed'], '−', 'user'),
    counted(events, ['group.created', 'group.restored'], '+', 'group'), counted(events, ['group.deleted', 'group.removed'], '−', 'group'),
    counted(events, ['resource.created'], '+', 'resource'), counted(events, ['resource.removed'], '−', 'resource'),
    counted(events, ['group.member.added', 'group.member.removed'], '', 'member'),
    counted(events, ['user.updated', 'user.deactivated', 'user.reactivated', 'group.updated', 'group.renamed', 'group.roles.changed', 'resource.updated'], '~', 'change'),
    events.some((event) => event.type === 'role.changed' && event.before !== null) ? 'role' : '',
  ].filter((chip) => chip !== '')
}

function counted(events: readonly DomainEvent[], types: DomainEvent['type'][], sign: string, noun: string): string {
  const count = events.filter((event) => types.includes(event.type)).length
  if (count === 0) return ''
  return `${sign}${count}${sign === '' || sign === '~' ? ' ' : ' '}${noun}${count === 1 ? '' : 's'}`.replace('~', '')
}

/** One plain sentence: what was asked, and what it did according to the events. */
export function sentenceOf(exchange: Exchange, events: readonly DomainEvent[]): string {
  if (exchange.refusal !== null) return `Refused with ${exchange.status}: ${exchange.refusal}`
  if (exchange.method === 'GET' || exchange.total !== null) return readSentence(exchange)
  if (events.length === 0) return `Nothing changed: ${whyNothing(exchange)}`
  const spoken = events.slice(0, 3).map(describeEvent)
  const members = events.filter(isMembership)
  if (members.length <= 3) return events.length > 3 ? `${spoken.join(' ')} And ${events.length - 3} more.` : spoken.join(' ')
  const others = events.filter((event) => !isMembership(event)).slice(0, 2).map(describeEvent)
  return [memberSentence(members), ...others].join(' ')
}

type Membership = EventOf<'group.member.added'> | EventOf<'group.member.removed'>

function isMembership(event: DomainEvent): event is Membership {
  return event.type === 'group.member.added' || event.type === 'group.member.removed'
}

function memberSentence(events: readonly Membership[]): string {
  const added = events.filter((event) => event.type === 'group.member.added')
  const removed = events.filter((event) => event.type === 'group.member.removed')
  const name = added[0]?.displayName ?? removed[0]?.displayName
  const parts = [
    ...(added.length > 0 ? [`${added.length} joined (${names(added)})`] : []),
    ...(removed.length > 0 ? [`${removed.length} left (${names(removed)})`] : []),
  ]
  return `Group ${name}: ${list(parts)}.`
}

function names(events: readonly { userName: string }[]): string {
  const shown = events.slice(0, 3).map((event) => event.userName)
  return events.length > 3 ? `${shown.join(', ')} and ${events.length - 3} more` : list(shown)
}

function readSentence({ path, total, status }: Exchange): string {
  const [resource = path, query = ''] = path.split('?', 2)
  const filter = new URLSearchParams(query).get('filter')
  if (total === null) return status === 304 ? `${resource} was unchanged for the client.` : `Read ${resource}.`
  const found = total === 0 ? 'found nothing' : `found ${total}`
  return filter === null ? `Listed ${resource}: ${found}.` : `Looked in ${resource} for ${filter}: ${found}.`
}

function whyNothing({ findings }: Exchange): string {
  const ignored = findings.filter((finding) => finding.kind === 'ignored')
  const skipped = findings.filter((finding) => finding.kind === 'skipped')
  if (ignored.length > 0) return ignored.length === 1 ? ignored[0]!.text : `${list(ignored.map((finding) => lastName(finding.path ?? '')))} were ignored.`
  if (skipped.length > 0) return skipped[0]!.text
  return 'the sandbox already had exactly this.'
}
