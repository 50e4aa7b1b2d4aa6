import { describeEvent, type DomainEvent, type EventOf, list } from '../../../src-shared/domain/events.ts'

/** Sentences told of one exchange. */
const told = 4

/** Tells events one by one, but what happened to several users alike in one sentence. */
export function tell(events: readonly DomainEvent[]): string {
  const alike = new Map<string, DomainEvent[]>()
  events.forEach((event, index) => {
    const key = likeness(event) ?? String(index)
    alike.set(key, [...(alike.get(key) ?? []), event])
  })
  const groups = [...alike.values()]
  const rest = groups.slice(told).flat().length
  return [...groups.slice(0, told).map(sentenceOfAlike), ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ')
}

/** The same for events that can be told together. */
function likeness(event: DomainEvent): string | null {
  switch (event.type) {
    case 'group.member.added':
    case 'group.member.removed':
      return `members ${event.groupId}`
    case 'team.member.added':
    case 'team.member.removed':
      return `${event.type} ${event.entityId}`
    case 'concurrency-group.assigned':
    case 'organization.assigned':
      return `${event.type} ${event.after}`
    case 'role.changed':
      return `${event.type} ${event.before === null} ${event.after}`
    case 'conflict.opened':
      return event.type
    default:
      return null
  }
}

function sentenceOfAlike(events: readonly DomainEvent[]): string {
  const [first] = events
  if (events.length === 1 || !first) return first ? describeEvent(first) : ''
  switch (first.type) {
    case 'team.member.added':
      return `${events.length} users are in team ${first.name} now: ${first.reason}.`
    case 'team.member.removed':
      return `${events.length} users left team ${first.name}: ${first.reason}.`
    case 'concurrency-group.assigned':
      return `${events.length} users are in ${first.after === null ? 'no concurrency group' : `concurrency group ${first.after}`} now.`
    case 'organization.assigned':
      return `${events.length} users are in organization ${first.after} now.`
    case 'role.changed':
      return `${events.length} users ${first.before === null ? 'start as' : 'became'} ${first.after}.`
    case 'conflict.opened':
      return `${events.length} conflicts opened; the current assignments stay until they are answered.`
    default:
      return memberSentence(events.filter(isMembership))
  }
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
