import type { DomainEvent } from '../../src-shared/domain/events.ts'
import { type EntityKind, entityKindNames, entityKinds } from '../../src-shared/domain/provisioning.ts'

export const kindWords = { team: 'team', concurrencyGroup: 'pool', subOrganization: 'sub' } as const satisfies Record<EntityKind, string>

/** An event in a table: its type and who and what it is about, as in `concurrency-group.assigned jane Default>QA Pool`. */
export function brief(event: DomainEvent): string {
  return [event.type, ...details(event)].join(' ')
}

function details(e: DomainEvent): string[] {
  switch (e.type) {
    case 'user.role.overridden': case 'user.role.override-cleared': return [person(e), e.role]
    case 'role.changed': return [person(e), e.before === null ? e.after : `${e.before}>${e.after}`]
    case 'concurrency-group.assigned': return [person(e), `${e.before ?? 'none'}>${e.after ?? 'none'}`]
    case 'organization.assigned': return [person(e), `${organization(e.before)}>${organization(e.after)}`]
    case 'team.member.added': case 'team.member.removed': return [person(e), e.name]
    case 'user.assignment.overridden': return [person(e), e.action, entity(e.kind, e.name)]
    case 'user.assignment.override-cleared': return [person(e), entity(e.kind, e.name)]
    case 'mapping.pending': return [mapping(e), `was ${e.before}`]
    case 'mapping.retargeted': return [mapping(e), `was ${entity(e.before.kind, e.before.target)}`]
    case 'mapping.created': case 'mapping.auto-approved': case 'mapping.approved': case 'mapping.rejected': case 'mapping.removed': return [mapping(e)]
    case 'rule.created': case 'rule.updated': case 'rule.removed': return [e.rule, kindWords[e.kind]]
    case 'conflict.opened': return [card(e)]
    case 'conflict.resolved': return [card(e), `(${e.how})`]
    case 'group.renamed': return [`${e.before}>${e.displayName}`]
    case 'group.roles.changed': return [e.displayName, `${e.before.join('+') || 'none'}>${e.after.join('+') || 'none'}`]
    case 'group.member.added': case 'group.member.removed': return [person(e), e.displayName]
    case 'entity.created': return [entity(e.kind, e.name), ...(e.allottedConcurrency === undefined ? [] : [String(e.allottedConcurrency)])]
    case 'entity.renamed': return [entity(e.kind, `${e.before}>${e.name}`)]
    case 'entity.rename-blocked': return [entity(e.kind, e.name), `wanted ${e.wanted}`]
    case 'entity.updated': case 'entity.deleted': return [entity(e.kind, e.name)]
    case 'state.replaced': return [e.by, e.name]
    case 'setting.changed': return [e.setting]
    default: return 'userName' in e ? [person(e)] : 'displayName' in e ? [e.displayName] : []
  }
}

function person({ userName }: { userName: string }): string {
  return userName.split('@')[0]!
}

function organization(name: string | null): string {
  return name === 'Root organization' ? 'root' : name ?? 'none'
}

function entity(kind: EntityKind, name: string | null): string {
  return `${kindWords[kind]} ${name ?? '?'}`
}

function mapping({ displayName, kind, target }: { displayName: string; kind: EntityKind; target: string | null }): string {
  return `${displayName}>${entity(kind, target)}`
}

function card(e: { conflictType: string; userName: string; current: string; incoming: string }): string {
  return `${e.conflictType}: ${person(e)} ${claim(e.current)} | ${claim(e.incoming)}`
}

/** `a → Concurrency Group QA Pool` as `a>pool QA Pool`. */
function claim(words: string): string {
  return entityKinds.reduce((text, kind) => text.replace(` → ${entityKindNames[kind]}`, `>${kindWords[kind]}`), words)
}
