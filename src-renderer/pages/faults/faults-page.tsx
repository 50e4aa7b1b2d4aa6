import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Fault } from '../../../src-shared/api/faults.ts'
import type { FaultGiven } from '../../../src-shared/domain/faults.ts'
import { api, client } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Examples } from './examples.tsx'
import { FaultDialog } from './fault-dialog.tsx'
import { blankFault } from './fault-form.ts'
import { FaultRow } from './fault-row.tsx'
import classes from './faults.module.css'
import { Presets } from './presets.tsx'

type Asking = { add: FaultGiven } | { edit: Fault } | { remove: Fault } | 'removeAll'

/** What the SCIM endpoint does wrong on purpose: rules for single requests, and apps with a bug. */
export function FaultsPage() {
  const [asking, setAsking] = useState<Asking | null>(null)
  const add = (given: FaultGiven) => setAsking({ add: given })
  return (
    <Page
      title="Faults"
      actions={
        <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => add(blankFault)}>
          Add fault rule
        </Button>
      }
    >
      <div className={classes.page}>
        <Rules ask={setAsking} />
        <Examples onChoose={add} />
        <Presets />
      </div>
      {asking !== null && <Asked asking={asking} onClose={() => setAsking(null)} />}
    </Page>
  )
}

function Rules({ ask }: { ask: (what: Asking) => void }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.faults.list.queryOptions({ input: { sandbox } }))
  return (
    <Section
      title="Rules"
      description="A request with a valid token is tried against the rules from the top; the first that hits decides."
      action={data !== undefined && data.length > 0 && <Button onClick={() => ask('removeAll')}>Remove all</Button>}
      flush
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data?.length === 0 && (
        <div className={classes.empty}>
          <Empty title="No fault rules">Every request is answered as the profile says. Start from an example below.</Empty>
        </div>
      )}
      <ol className={classes.rules} aria-label="Fault rules, first tried first">
        {data?.map((rule) => (
          <FaultRow
            key={rule.id}
            rule={rule}
            onEdit={() => ask({ edit: rule })}
            onRemove={() => ask({ remove: rule })}
          />
        ))}
      </ol>
    </Section>
  )
}

function Asked({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const sandbox = useSandbox()
  if (asking === 'removeAll') {
    return (
      <Dialog
        title="Remove all fault rules?"
        confirm="Remove all"
        danger
        onConfirm={() => client.faults.removeAll({ sandbox })}
        onClose={onClose}
      >
        <p>Requests are answered as the profile says again. Presets stay as they are.</p>
      </Dialog>
    )
  }
  if ('add' in asking) return <FaultDialog given={asking.add} onClose={onClose} />
  if ('edit' in asking) return <FaultDialog given={asking.edit} rule={asking.edit} onClose={onClose} />
  const { id, name } = asking.remove
  return (
    <Dialog
      title={`Delete rule “${name}”?`}
      confirm="Delete rule"
      danger
      onConfirm={() => client.faults.remove({ sandbox, id })}
      onClose={onClose}
    >
      <p>The requests it hit stay in the log.</p>
    </Dialog>
  )
}
