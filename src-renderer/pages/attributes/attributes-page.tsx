import { Button, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../lib/api.ts'
import { useQueryValue, useSandbox } from '../../lib/place.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import { NewSchemaDialog } from './new-schema-dialog.tsx'
import { NewResourceTypeDialog } from './new-resource-type-dialog.tsx'
import { Received } from './received.tsx'
import { ResourceTypes } from './resource-types.tsx'
import { Schemas } from './schemas.tsx'

/** What a resource may carry, who carries it, and what was sent that nobody keeps. */
export function AttributesPage() {
  const sandbox = useSandbox()
  const [tab, setTab] = useQueryValue('tab', 'schemas')
  const [creating, setCreating] = useState<'schema' | 'type' | null>(null)
  const schemas = useQuery(api.schemas.list.queryOptions({ input: { sandbox } }))
  const types = useQuery(api.resourceTypes.list.queryOptions({ input: { sandbox } }))
  const problem = schemas.error ?? types.error
  const action =
    tab === 'types' ? (
      <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => setCreating('type')}>
        New resource type
      </Button>
    ) : (
      <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => setCreating('schema')}>
        New extension schema
      </Button>
    )
  return (
    <Page title="Attributes" actions={tab === 'received' ? undefined : action}>
      {problem !== null && <ProblemNote error={problem} retry={() => void schemas.refetch()} />}
      <Tabs value={tab} onChange={(value) => setTab(value ?? 'schemas')} keepMounted={false}>
        <Tabs.List aria-label="Attributes: views">
          <Tabs.Tab value="schemas">Schemas</Tabs.Tab>
          <Tabs.Tab value="types">Resource types</Tabs.Tab>
          <Tabs.Tab value="received">Received, ignored</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="schemas">{schemas.data !== undefined && <Schemas schemas={schemas.data} />}</Tabs.Panel>
        <Tabs.Panel value="types">
          {types.data !== undefined && schemas.data !== undefined && (
            <ResourceTypes types={types.data} schemas={schemas.data} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="received">
          <Received />
        </Tabs.Panel>
      </Tabs>
      {creating === 'schema' && <NewSchemaDialog types={types.data ?? []} onClose={() => setCreating(null)} />}
      {creating === 'type' && <NewResourceTypeDialog schemas={schemas.data ?? []} onClose={() => setCreating(null)} />}
    </Page>
  )
}
