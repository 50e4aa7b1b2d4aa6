import { type DomainEvent, lastName, list } from '../../../src-shared/domain/events.ts'
import type { Exchange } from './record.ts'
import { tell } from './tell.ts'

/** The effect chip: what the events say happened, in as few words as possible. */
export function effectOf(exchange: Exchange, events: readonly DomainEvent[]): string {
  if (exchange.target !== null) return sentEffect(exchange.status)
  if (!exchange.fault) return ownEffect(exchange, events, exchange.status >= 400)
  const effect = exchange.fault.carriedOut ? ownEffect(exchange, events, exchange.refusal !== null) : 'no change'
  return effect === 'no change' ? 'fault' : `fault · ${effect}`
}

function ownEffect(exchange: Exchange, events: readonly DomainEvent[], refused: boolean): string {
  if (refused) return 'refused'
  const ignored = exchange.findings.filter((finding) => finding.kind === 'ignored').length
  const chips = events.length > 0 ? chipsOf(events) : []
  if (chips.length === 0) return ignored > 0 ? `ignored ${ignored}` : 'no change'
  return [...chips.slice(0, 3), ...(ignored > 0 ? [`ignored ${ignored}`] : [])].join(' · ')
}

function chipsOf(events: readonly DomainEvent[]): string[] {
  return [
    counted(events, ['user.created'], '+', 'user'), counted(events, ['user.removed'], '−', 'user'),
    counted(events, ['group.created', 'group.restored'], '+', 'group'), counted(events, ['group.deleted', 'group.removed'], '−', 'group'),
    counted(events, ['resource.created'], '+', 'resource'), counted(events, ['resource.removed'], '−', 'resource'),
    counted(events, ['group.member.added', 'group.member.removed'], '', 'member'),
    counted(events, ['conflict.opened'], '', 'conflict'),
    counted(events, ['user.updated', 'user.deactivated', 'user.reactivated', 'group.updated', 'group.renamed', 'group.roles.changed', 'resource.updated'], '~', 'change'),
    statusOf(events),
    events.some((event) => event.type === 'role.changed' && event.before !== null) ? 'role' : '',
  ].filter((chip) => chip !== '')
}

/** The status a mapping got, where there is one to tell. */
function statusOf(events: readonly DomainEvent[]): string {
  if (events.some(({ type }) => type === 'mapping.pending' || type === 'mapping.created')) return 'Pending'
  return events.some(({ type }) => type === 'mapping.auto-approved') ? 'Auto-Approved' : ''
}

function counted(events: readonly DomainEvent[], types: DomainEvent['type'][], sign: string, noun: string): string {
  const count = events.filter((event) => types.includes(event.type)).length
  if (count === 0) return ''
  return `${sign}${count}${sign === '' || sign === '~' ? ' ' : ' '}${noun}${count === 1 ? '' : 's'}`.replace('~', '')
}

/** One plain sentence: what was asked, and what it did according to the events. */
export function sentenceOf(exchange: Exchange, events: readonly DomainEvent[]): string {
  if (exchange.target !== null) return sentSentence(exchange)
  if (!exchange.fault) return ownSentence(exchange, events)
  const { sentence, carriedOut } = exchange.fault
  return carriedOut ? `${sentence} ${exchange.refusal ?? ownSentence(exchange, events)}` : sentence
}

function ownSentence(exchange: Exchange, events: readonly DomainEvent[]): string {
  if (exchange.refusal !== null) return `Refused with ${exchange.status}: ${exchange.refusal}`
  if (exchange.method === 'GET' || exchange.total !== null) return readSentence(exchange)
  if (events.length === 0) return `Nothing changed: ${whyNothing(exchange)}`
  const [first, ...rest] = events
  if (exchange.actor !== 'simulator' || first?.type !== 'user.created') return tell(events)
  // The simulated Okta creates only whom its lookup did not find (okta-wire §3).
  return [`Okta looked for ${first.userName}, found nobody, created user ${first.userId}.`, tell(rest)].join(' ').trimEnd()
}

/** The same of an app that is not this sandbox. */
function sentEffect(status: number): string {
  if (status === 0) return 'no answer'
  return status >= 400 ? 'refused' : 'sent'
}

/** What an app of its own did with it is not known here. */
function sentSentence({ method, path, target, status }: Exchange): string {
  return `Sent ${method} ${path.split('?', 1)[0]} to ${target}: ${status === 0 ? 'no answer came' : `answered ${status}`}.`
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
  const unchanged = findings.find((finding) => finding.kind === 'unchanged')
  const left = ignored.length > 1 ? `${list(ignored.map((finding) => lastName(finding.path ?? '')))} were ignored.` : ignored[0]?.text
  if (unchanged || left !== undefined) return [unchanged?.text, left].filter((text) => text !== undefined).join(' ')
  if (skipped.length > 0) return skipped[0]!.text
  return 'the sandbox already had exactly this.'
}
