import { Button, Menu } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import type { EntityState } from '../../../src-shared/api/entities.ts'
import { entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { api, client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { useRefreshProvisioning } from '../../lib/provisioning.ts'
import { Chip, MappingChips } from '../../ui/chip.tsx'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { MoreActions } from '../../ui/more-actions.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Facts } from '../../ui/section.tsx'
import { AllottedInput, DeleteEntity, RenameEntity } from './entity-dialogs.tsx'
import { EntityMembers } from './entity-members.tsx'
import classes from './provisioning.module.css'

/** One team, concurrency group or sub-organization. */
export function EntityPanel({ id, onClose }: { id: number; onClose: () => void }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.entities.get.queryOptions({ input: { sandbox, id } }))
  if (error !== null) {
    return (
      <DetailPanel label="Entity" title={`Entity ${id}`} onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Entity" title="…" onClose={onClose} />
  return (
    <DetailPanel
      label={`${entityKindNames[data.kind]} ${data.name}`}
      title={<span title={data.name}>{data.name}</span>}
      subtitle={
        <>
          <span>{entityKindNames[data.kind]}</span>
          <span>{plural(data.members, 'member')}</span>
          {data.isDefault && <Chip tone="outline">default</Chip>}
        </>
      }
      actions={<Actions entity={data} onGone={onClose} />}
      onClose={onClose}
      tabs={[
        { value: 'overview', label: 'Overview', content: <Overview entity={data} /> },
        { value: 'members', label: 'Members', bare: true, content: <EntityMembers entity={data} /> },
      ]}
    />
  )
}

function Actions({ entity, onGone }: { entity: EntityState; onGone: () => void }) {
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      <Button onClick={() => setAsking('rename')}>Rename</Button>
      {!entity.isDefault && (
        <MoreActions>
          <Menu.Item onClick={() => setAsking('delete')}>Delete…</Menu.Item>
        </MoreActions>
      )}
      {asking === 'rename' && <RenameEntity entity={entity} onClose={close} />}
      {asking === 'delete' && <DeleteEntity entity={entity} onClose={close} onDone={onGone} />}
    </>
  )
}

function Overview({ entity }: { entity: EntityState }) {
  return (
    <div className={classes.stack}>
      {entity.allottedConcurrency === 0 && (
        <Note tone="warn" title="0 allotted concurrency">
          A concurrency group that a rule creates starts so (an assumption). Allot some to it.
        </Note>
      )}
      <Facts
        items={[
          ['Mapped from', <Owner key="owner" entity={entity} />],
          ['Members', plural(entity.members, 'member')],
          ['id', <code key="id">{entity.id}</code>],
        ]}
      />
      {entity.kind === 'concurrencyGroup' && <Allot key={entity.allottedConcurrency} entity={entity} />}
      {entity.isDefault && <DefaultRemark entity={entity} />}
    </div>
  )
}

function Owner({ entity: { owner, isDefault } }: { entity: EntityState }) {
  const to = useTo()
  if (owner === null)
    return <span className="muted">{isDefault ? 'the default cannot be the target of a mapping' : 'no group'}</span>
  return (
    <span className={classes.inline}>
      <Link to={to('provisioning', 'groups', owner.groupId)}>{owner.displayName}</Link>
      <MappingChips status={owner.status} />
    </span>
  )
}

function DefaultRemark({ entity: { kind } }: { entity: EntityState }) {
  const to = useTo()
  if (kind === 'subOrganization')
    return <p className={classes.remark}>The root organization: everyone whom no sub-organization has.</p>
  return (
    <p className={classes.remark}>
      Everyone whom no mapping, no admin and no LambdatestGroup puts elsewhere is in it. Which group is the default is
      chosen in <Link to={to('settings', 'organization')}>Settings › Organization</Link>.
    </p>
  )
}

function Allot({ entity: { id, allottedConcurrency } }: { entity: EntityState }) {
  const sandbox = useSandbox()
  const refresh = useRefreshProvisioning()
  const stored = allottedConcurrency === null ? '' : String(allottedConcurrency)
  const [value, setValue] = useState(stored)
  const save = useMutation({
    mutationFn: async () => {
      await client.entities.change({ sandbox, id, allottedConcurrency: Number(value) })
      await refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form className={classes.allot} onSubmit={submit}>
      <AllottedInput value={value} onChange={setValue} />
      <Button type="submit" disabled={value === '' || value === stored} loading={save.isPending}>
        Save
      </Button>
      {save.error !== null && <ProblemNote error={save.error} />}
    </form>
  )
}
