import type { ExchangeDetail } from '../../src-shared/api/requests.ts'
import { type Change, describeEvent, type DomainEvent } from '../../src-shared/domain/events.ts'
import { entityKindNames } from '../../src-shared/domain/provisioning.ts'
import type { JsonValue } from '../../src-shared/scim/types.ts'
import type { Sign } from './diff.ts'

export interface DiffLine {
  sign: Sign | '·'
  word: 'added' | 'changed' | 'removed' | 'cleared' | 'ignored' | 'skipped' | 'refused'
  path: string
  before?: JsonValue
  after?: JsonValue
  note?: string
}
export interface DiffSection {
  /** `User jane@acme.test`. */
  title: string
  /** Where its page is: the noun and the id. */
  link?: ['users' | 'groups', string]
  lines: DiffLine[]
}
export interface StateDiff {
  sections: DiffSection[]
  /** What was sent and had no effect. */
  notApplied: DiffLine[]
  /** Why nothing changed; null when something did. */
  nothing: string | null
}

type Recorded = Pick<ExchangeDetail, 'events' | 'findings' | 'response'> & {
  row: Pick<ExchangeDetail['row'], 'method' | 'status' | 'path' | 'effect'>
}

/** What an exchange changed in stored state, from its events alone, beside what was sent and not applied. */
export function stateDiff(exchange: Recorded): StateDiff {
  const cleared = new Set(
    exchange.findings.flatMap(({ kind, path }) => (kind === 'cleared' && path !== undefined ? [path] : [])),
  )
  const sections = new Map<string, DiffSection>()
  for (const { event } of exchange.events) {
    const found = linesOf(event, cleared)
    if (found === null) continue
    const section = sections.get(found.title) ?? { title: found.title, link: found.link, lines: [] }
    const known = new Set(section.lines.map(keyOf))
    section.lines.push(...found.lines.filter((line) => !known.has(keyOf(line))))
    sections.set(found.title, section)
  }
  const changed = [...sections.values()]
  return {
    sections: changed,
    notApplied: notApplied(exchange),
    nothing: changed.length > 0 ? null : whyNothing(exchange),
  }
}

/** Paths that hold several values, each with a line of its own. */
const sets = ['members', 'team', 'mapping', 'conflict', 'set by hand']

function keyOf(line: DiffLine): string {
  return sets.includes(line.path) ? `${line.path} ${JSON.stringify(line.after ?? line.before)}` : line.path
}

function notApplied({ findings, row, response }: Recorded): DiffLine[] {
  const lines: DiffLine[] = findings
    .filter(({ kind }) => kind === 'ignored' || kind === 'skipped')
    .map((finding) => ({
      sign: '·',
      word: finding.kind === 'skipped' ? 'skipped' : 'ignored',
      path: finding.path ?? '',
      after: finding.value,
      note: finding.text,
    }))
  if (row.status >= 400 && !metFault(row))
    lines.push({ sign: '·', word: 'refused', path: `${row.method} ${row.path}`, note: errorDetail(response.body) })
  return lines
}

/** A fault made the answer, whatever became of the request. */
function metFault({ effect }: Recorded['row']): boolean {
  return effect.startsWith('fault')
}

/** The `detail` of a SCIM error body, or the body itself. */
export function errorDetail(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed === 'object' && parsed !== null && 'detail' in parsed) return String(parsed.detail)
  } catch {
    return body
  }
  return body
}

function whyNothing({ row, findings, response }: Recorded): string {
  if (row.status >= 400 && !metFault(row)) return `The request was refused: ${errorDetail(response.body)}`
  const reasons = findings
    .filter(({ kind }) => kind === 'unchanged' || kind === 'ignored' || kind === 'skipped')
    .map(({ text }) => text)
  if (reasons.length > 0) return reasons.join(' ')
  if (metFault(row) && row.method !== 'GET') return 'It met a fault rule; the answer is the work of that rule.'
  return row.method === 'GET' ? 'It only read.' : 'What was sent is what was stored already.'
}

interface Found {
  title: string
  link?: DiffSection['link']
  lines: DiffLine[]
}

function linesOf(event: DomainEvent, cleared: ReadonlySet<string>): Found | null {
  if ('userId' in event && 'groupId' in event) {
    const added = event.type === 'group.member.added'
    const lines = [
      added ? changed('members', undefined, event.userName) : changed('members', event.userName, undefined),
    ]
    return { ...ofGroup(event), lines }
  }
  if ('userId' in event) return { ...ofUser(event), lines: userLines(event, cleared) }
  if ('groupId' in event) return { ...ofGroup(event), lines: groupLines(event, cleared) }
  if (event.type === 'resource.removed') {
    return {
      title: `${event.resourceType} ${event.resourceId}`,
      lines: [changed('the resource', event.resourceId, undefined)],
    }
  }
  if ('resourceId' in event)
    return { title: `${event.resourceType} ${event.resourceId}`, lines: fromChanges(event.changes, cleared) }
  if ('entityId' in event) return { title: `${entityKindNames[event.kind]} ${event.name}`, lines: entityLines(event, cleared) }
  return null
}

type EntityEvent = Exclude<Extract<DomainEvent, { entityId: number }>, { userId: string }>

function entityLines(event: EntityEvent, cleared: ReadonlySet<string>): DiffLine[] {
  switch (event.type) {
    case 'entity.created':
      return [changed('the entity', undefined, event.name)]
    case 'entity.renamed':
      return [changed('name', event.before, event.name)]
    case 'entity.rename-blocked':
      return [{ sign: '·', word: 'ignored', path: 'name', after: event.wanted, note: describeEvent(event) }]
    case 'entity.updated':
      return fromChanges(event.changes, cleared)
    case 'entity.deleted':
      return [changed('the entity', event.name, undefined)]
  }
}

type UserEvent = Exclude<Extract<DomainEvent, { userId: string }>, { groupId: string }>
type GroupEvent = Exclude<Extract<DomainEvent, { groupId: string }>, { userId: string }>

function userLines(event: UserEvent, cleared: ReadonlySet<string>): DiffLine[] {
  switch (event.type) {
    case 'user.created':
    case 'user.updated':
      return fromChanges(event.changes, cleared)
    case 'user.deactivated':
      return [changed('active', true, false)]
    case 'user.reactivated':
      return [changed('active', false, true)]
    case 'user.removed':
      return [changed('the user', event.userName, undefined)]
    case 'user.role.overridden':
      return [changed('role set by hand', undefined, event.role)]
    case 'user.role.override-cleared':
      return [changed('role set by hand', event.role, undefined)]
    case 'role.changed':
      return [changed('effective role', event.before ?? undefined, event.after, event.reason)]
    case 'concurrency-group.assigned':
      return [changed('concurrency group', event.before ?? undefined, event.after ?? undefined, event.reason)]
    case 'organization.assigned':
      return [changed('organization', event.before ?? undefined, event.after, event.reason)]
    case 'team.member.added':
      return [changed('team', undefined, event.name, event.reason)]
    case 'team.member.removed':
      return [changed('team', event.name, undefined, event.reason)]
    case 'user.assignment.overridden':
      return [changed('set by hand', undefined, event.name, describeEvent(event))]
    case 'user.assignment.override-cleared':
      return [changed('set by hand', event.name, undefined, describeEvent(event))]
    case 'conflict.opened':
      return [changed('conflict', undefined, `${event.current} / ${event.incoming}`, describeEvent(event))]
    case 'conflict.resolved':
      return [changed('conflict', `${event.current} / ${event.incoming}`, undefined, event.reason)]
  }
}

function groupLines(event: GroupEvent, cleared: ReadonlySet<string>): DiffLine[] {
  switch (event.type) {
    case 'group.created':
    case 'group.restored':
    case 'group.updated':
      return fromChanges(event.changes, cleared)
    case 'group.renamed':
      return [changed('displayName', event.before, event.displayName)]
    case 'group.roles.changed':
      return [
        changed(
          'LambdatestRoles',
          event.before.length > 0 ? event.before : undefined,
          event.after.length > 0 ? event.after : undefined,
        ),
      ]
    case 'group.deleted':
    case 'group.removed':
      return [changed('the group', event.displayName, undefined)]
    default:
      return [mappingLine(event)]
  }
}

function mappingLine(event: Extract<GroupEvent, { mappingId: number }>): DiffLine {
  const target = `${entityKindNames[event.kind]}${event.target === null ? '' : ` ${event.target}`}`
  const note = 'reason' in event ? event.reason : undefined
  switch (event.type) {
    case 'mapping.created':
      return changed('mapping', undefined, `${target}: Pending`, note)
    case 'mapping.auto-approved':
      return changed('mapping', undefined, `${target}: Auto-Approved`, note)
    case 'mapping.approved':
      return changed('mapping', `${target}: Pending`, `${target}: Approved`)
    case 'mapping.pending':
      return changed('mapping', `${target}: ${event.before}`, `${target}: Pending`, note)
    case 'mapping.rejected':
      return changed('mapping', undefined, `${target}: Rejected`, note)
    case 'mapping.retargeted':
      return changed('mapping', entityKindNames[event.before.kind] + (event.before.target === null ? '' : ` ${event.before.target}`), target)
    case 'mapping.removed':
      return changed('mapping', target, undefined)
  }
}

function ofUser(event: { userId: string; userName: string }): Pick<Found, 'title' | 'link'> {
  return { title: `User ${event.userName}`, link: ['users', event.userId] }
}

function ofGroup(event: { groupId: string; displayName: string }): Pick<Found, 'title' | 'link'> {
  return { title: `Group ${event.displayName}`, link: ['groups', event.groupId] }
}

function fromChanges(changes: Change[], cleared: ReadonlySet<string>): DiffLine[] {
  return changes.map(({ path, before, after }) => {
    const line = changed(path, before, after)
    return cleared.has(path) || after === '' ? { ...line, word: 'cleared' as const } : line
  })
}

function changed(path: string, before: JsonValue | undefined, after: JsonValue | undefined, note?: string): DiffLine {
  if (before === undefined || before === null) return { sign: '+', word: 'added', path, after, note }
  if (after === undefined || after === null) return { sign: '−', word: 'removed', path, before, note }
  return { sign: '~', word: 'changed', path, before, after, note }
}
