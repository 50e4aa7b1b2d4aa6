import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { MappedGroup, Mapping } from '../../src-shared/api/mappings.ts'
import { type EntityKind, entityKindNames } from '../../src-shared/domain/provisioning.ts'
import { api } from '../lib/api.ts'
import { count, plural } from '../lib/format.ts'
import { useSandbox, useTo } from '../lib/place.ts'
import { Link } from 'react-router'
import { MappingChips, Source } from './chip.tsx'
import classes from './group-mappings.module.css'
import { AddMapping, MappingDialog, type MappingAction } from './mapping-dialogs.tsx'
import { Note, ProblemNote } from './note.tsx'

type Asking = 'add' | { action: MappingAction; mapping: Mapping }

/** The mappings of one SCIM group: where its members go, and why. */
export function GroupMappings({ groupId }: { groupId: string }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.mappings.ofGroup.queryOptions({ input: { sandbox, groupId } }))
  const [asking, setAsking] = useState<Asking | null>(null)
  if (error !== null && data === undefined) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  const close = () => setAsking(null)
  const pending = data.mappings.find(({ status }) => status === 'Pending')
  return (
    <div className={classes.mappings}>
      {data.conflicts > 0 && <OpenConflicts group={data} />}
      {data.whyNone !== null && <Unmapped group={data} onMap={() => setAsking('add')} />}
      {data.mappings.map((mapping) => (
        <MappingCard
          key={mapping.id}
          mapping={mapping}
          primary={mapping === pending}
          onAct={(action) => setAsking({ action, mapping })}
        />
      ))}
      {data.mappings.length > 0 && (
        <Button leftSection={<Plus size={15} aria-hidden />} className={classes.add} onClick={() => setAsking('add')}>
          Add mapping
        </Button>
      )}
      {asking === 'add' && <AddMapping group={data} onClose={close} />}
      {asking !== null && asking !== 'add' && <MappingDialog {...asking} onClose={close} />}
    </div>
  )
}

function OpenConflicts({ group: { conflicts, displayName } }: { group: MappedGroup }) {
  const to = useTo()
  const href = `${to('provisioning', 'conflicts')}?search=${encodeURIComponent(displayName)}`
  return (
    <Note
      tone="warn"
      title={`${plural(conflicts, 'open conflict')} of its members`}
      action={<Link to={href}>Resolve</Link>}
    >
      They keep their current assignment until somebody answers.
    </Note>
  )
}

function Unmapped({ group: { whyNone }, onMap }: { group: MappedGroup; onMap: () => void }) {
  if (whyNone === null) return null
  return (
    <article className={classes.card} aria-label="No mapping">
      <header className={classes.head}>
        <h3>No mapping yet</h3>
        <MappingChips status="Pending" />
      </header>
      <p>{whyNone.sentence}</p>
      <Source rule={whyNone.rule} tag={whyNone.tag} />
      <div className={classes.actions}>
        <Button variant="filled" onClick={onMap}>
          Choose a target
        </Button>
      </div>
    </article>
  )
}

interface CardProps {
  mapping: Mapping
  /** The one whose approval the page asks for first. */
  primary: boolean
  onAct: (action: MappingAction) => void
}

function MappingCard({ mapping, primary, onAct }: CardProps) {
  const { status, kind, entity, why, warnings } = mapping
  return (
    <article className={classes.card} aria-label={`Mapping to ${entityKindNames[kind]} ${entity?.name ?? ''}`}>
      <header className={classes.head}>
        <div className={classes.target}>
          <span className="muted small">{entityKindNames[kind]}</span>
          <h3 className="cut" title={entity?.name}>
            <TargetName kind={kind} entity={entity} />
          </h3>
        </div>
        <MappingChips {...mapping} />
      </header>
      <p>{why.sentence}</p>
      <Source rule={why.rule} tag={why.tag} />
      <Assigned mapping={mapping} />
      {warnings.map((text) => (
        <Note key={text} tone="warn">
          {text}
        </Note>
      ))}
      <div className={classes.actions}>
        {status === 'Pending' && (
          <Button variant={primary ? 'filled' : 'default'} onClick={() => onAct('approve')}>
            Approve
          </Button>
        )}
        {status === 'Rejected' && <Button onClick={() => onAct('reopen')}>Reopen</Button>}
        <Button onClick={() => onAct('retarget')}>Change target</Button>
        {status !== 'Rejected' && <Button onClick={() => onAct('reject')}>Reject</Button>}
        <Button variant="subtle" onClick={() => onAct('remove')}>
          Remove
        </Button>
      </div>
    </article>
  )
}

function TargetName({ kind, entity }: { kind: EntityKind; entity: Mapping['entity'] }) {
  const to = useTo()
  if (entity === null) return <span className="muted">none chosen</span>
  return <Link to={`${to('provisioning', 'entities', String(entity.id))}?kind=${kind}`}>{entity.name}</Link>
}

function Assigned({ mapping: { assigned, members } }: { mapping: Mapping }) {
  const share = members === 0 ? 0 : (assigned / members) * 100
  return (
    <div className={classes.assigned}>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${share}%` }} />
      </span>
      <span className="numbers">
        {count(assigned)} of {plural(members, 'member')} assigned
      </span>
    </div>
  )
}
