import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { Lint, StoredAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap, Toolbar } from '../../../ui/page.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import { ApplyUpdates } from './apply-updates.tsx'
import { AttributeDialog } from './attribute-dialog.tsx'
import classes from './attribute.module.css'
import { Lints } from './lints.tsx'
import { Preview } from './preview.tsx'
import { isOfProfile } from './use-setting-lints.ts'

type Asking = { edit?: StoredAttribute } | { remove: StoredAttribute }

/** The app user profile: which attributes there are, where they go on the wire, where their values come from. */
export function ProfileEditor({ app }: { app: App }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.okta.attributes.list.queryOptions({ input: { sandbox, appId: app.id } }))
  const [asking, setAsking] = useState<Asking | null>(null)
  const [isChanged, setIsChanged] = useState(false)
  const close = () => setAsking(null)
  const changed = () => setIsChanged(app.counts.assigned > 0)
  return (
    <>
      <Toolbar>
        <p className={okta.remark}>
          An attribute reaches the app under its external name and namespace, for everyone who is assigned.
        </p>
        <Gap />
        <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => setAsking({})}>
          Add Attribute
        </Button>
      </Toolbar>
      {isChanged && <ApplyUpdates appId={app.id} onDone={() => setIsChanged(false)} />}
      <div className={okta.read}>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {data !== undefined && <Lints lints={data.lints.filter(isOfProfile)} />}
        {data !== undefined && (
          <Section title="Attributes" flush description={plural(data.attributes.length, 'attribute')}>
            <AttributeTable {...data} ask={setAsking} />
          </Section>
        )}
        <Preview appId={app.id} />
      </div>
      {asking !== null && 'remove' in asking && (
        <RemoveAttribute appId={app.id} attribute={asking.remove} onDone={changed} onClose={close} />
      )}
      {asking !== null && !('remove' in asking) && (
        <AttributeDialog app={app} attribute={asking.edit} onDone={changed} onClose={close} />
      )}
    </>
  )
}

interface TableProps {
  attributes: StoredAttribute[]
  lints: Lint[]
  ask: (what: Asking) => void
}

function AttributeTable({ attributes, lints, ask }: TableProps) {
  return (
    <div className={okta.scroll} tabIndex={0} role="group" aria-label="Attributes, scrollable">
      <table className={okta.table}>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">External name, namespace</th>
            <th scope="col">Type</th>
            <th scope="col">Mapping</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {attributes.map((attribute) => (
            <Row
              key={attribute.id}
              attribute={attribute}
              lints={lints.filter(({ subject }) => subject === attribute.variableName)}
              ask={ask}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ attribute, lints, ask }: { attribute: StoredAttribute; lints: Lint[]; ask: TableProps['ask'] }) {
  const { displayName, variableName, externalName, externalNamespace, dataType, scope, required, mapping } = attribute
  return (
    <tr>
      <td>
        <span className={classes.name}>
          <strong>{displayName}</strong>
          <code className="muted">{variableName}</code>
        </span>
      </td>
      <td>
        <code>{externalName}</code>
        {externalNamespace === '' ? (
          <Chip tone="warn">no namespace, not sent</Chip>
        ) : (
          <code className={`cut muted ${classes.namespace}`} title={externalNamespace}>
            {externalNamespace}
          </code>
        )}
      </td>
      <td>
        <span className={okta.inline}>
          {dataType}
          {attribute.enum !== null && (
            <Chip tone="outline" title={attribute.enum.map(({ value }) => value).join(', ')}>
              enum of {attribute.enum.length}
            </Chip>
          )}
          {scope === 'Group' && <Chip>Group</Chip>}
          {required && <Chip tone="outline">required</Chip>}
          {lints.length > 0 && (
            <Chip tone={lints.some(({ severity }) => severity === 'error') ? 'bad' : 'warn'}>
              {plural(lints.length, 'remark')}
            </Chip>
          )}
        </span>
      </td>
      <td>
        {mapping === null ? <span className="muted">not mapped</span> : <code className={classes.mapping}>{mapping}</code>}
        {mapping !== null && attribute.applyOn === 'create' && <span className="muted"> on create</span>}
      </td>
      <td>
        <span className={okta.noWrap}>
          <Tooltip label="Edit">
            <ActionIcon aria-label={`Edit ${displayName}`} onClick={() => ask({ edit: attribute })}>
              <Pencil size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
          {!attribute.isBase && (
            <Tooltip label="Delete">
              <ActionIcon aria-label={`Delete ${displayName}`} onClick={() => ask({ remove: attribute })}>
                <Trash2 size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </span>
      </td>
    </tr>
  )
}

function RemoveAttribute({
  appId,
  attribute: { id, displayName },
  onDone,
  onClose,
}: {
  appId: string
  attribute: StoredAttribute
  onDone: () => void
  onClose: () => void
}) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.attributes.remove({ sandbox, appId, id })
    onDone()
    await refresh()
  }
  return (
    <Dialog title={`Delete ${displayName}?`} confirm="Delete attribute" danger onConfirm={act} onClose={onClose}>
      <p>It is no longer sent. A value the app has already stays there until it is sent empty.</p>
    </Dialog>
  )
}
