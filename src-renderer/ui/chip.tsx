import type { ReactNode } from 'react'
import type { Mapping } from '../../src-shared/api/mappings.ts'
import type { MappingStatus } from '../../src-shared/domain/provisioning.ts'
import type { Role } from '../../src-shared/domain/roles.ts'
import type { Tag } from '../../src-shared/domain/switches.ts'
import { statusText } from '../lib/format.ts'
import classes from './chip.module.css'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad' | 'outline'

/** A short word in a frame. The word carries the meaning, the colour only repeats it. */
export function Chip({ tone = 'plain', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {children}
    </span>
  )
}

export function MethodChip({ method }: { method: string }) {
  return (
    <span className={classes.method} data-method={method}>
      {method}
    </span>
  )
}

/** `short` leaves the words to the title, where there is no room for them. Status 0 is no answer. */
export function StatusChip({ status, short = false }: { status: number; short?: boolean }) {
  if (status === 0) {
    return (
      <span className={classes.status} data-tone="bad" title="The connection closed without an answer">
        <b>{short ? 'none' : 'No answer'}</b>
      </span>
    )
  }
  const tone: Tone = status >= 400 ? 'bad' : status >= 300 ? 'plain' : 'good'
  return (
    <span className={classes.status} data-tone={tone} title={short ? statusText(status) : undefined}>
      <b>{status}</b>
      {!short && ` ${statusText(status)}`}
    </span>
  )
}

export function RoleChip({ role }: { role: Role }) {
  return <Chip tone={role === 'Admin' ? 'accent' : role === 'Guest' ? 'outline' : 'plain'}>{role}</Chip>
}

export function ActiveChip({ active }: { active: boolean }) {
  return (
    <span className={classes.active} data-active={active}>
      {active ? 'Active' : 'Inactive'}
    </span>
  )
}

const tagWords: Record<Tag, [string, string]> = {
  D: ['D', 'Documented by the vendor or the RFC'],
  C: ['C contradicted', "The vendor's pages contradict each other here; this is the side we took"],
  A: ['A assumption', 'Not documented anywhere; this is our assumption'],
}

/** Of what Okta does, C says that it was seen on a real org. */
const captured: [string, string] = ['C captured', 'Captured from a real Okta org and published']

/** Says whether a behaviour is documented, contradicted (of Okta: captured) or our assumption. */
export function TagChip({ tag, isOkta = false }: { tag: Tag; isOkta?: boolean }) {
  const [word, title] = isOkta && tag === 'C' ? captured : tagWords[tag]
  return (
    <Chip tone={tag === 'D' ? 'outline' : 'warn'} title={title}>
      {word}
    </Chip>
  )
}

/** Where a decision comes from: the rule, and whether it is documented. */
export function Source({ rule, tag }: { rule: string; tag: Tag }) {
  return (
    <span className={classes.source}>
      <Chip tone="outline">{rule}</Chip>
      <TagChip tag={tag} />
    </span>
  )
}

const mappingTones: Record<MappingStatus, Tone> = {
  Pending: 'warn',
  Approved: 'good',
  'Auto-Approved': 'accent',
  Rejected: 'outline',
}

/** The status of a mapping, with what holds it up. */
export function MappingChips({
  status,
  onHold = false,
  targetDeleted = false,
}: Pick<Mapping, 'status'> & Partial<Pick<Mapping, 'onHold' | 'targetDeleted'>>) {
  return (
    <span className={classes.source}>
      <Chip tone={mappingTones[status]}>{status}</Chip>
      {onHold && (
        <Chip tone="warn" title="Renamed: members stay, newcomers wait">
          on hold
        </Chip>
      )}
      {targetDeleted && (
        <Chip tone="bad" title="Its target was deleted; it needs a new one and an approval">
          target_deleted
        </Chip>
      )}
    </span>
  )
}

/** The effect of a request: what changed is strong, what did not is quiet, what was left out asks for attention. */
export function EffectChip({ effect }: { effect: string }) {
  if (effect === '') return null
  const tone: Tone = /ignored|skipped|refused|fault/.test(effect)
    ? 'warn'
    : /no change|read/.test(effect)
      ? 'outline'
      : 'accent'
  return <Chip tone={tone}>{effect}</Chip>
}
