import { Button, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '../../lib/api.ts'
import { dateAndTime } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip, type Tone } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

const tones: Record<string, Tone> = { current: 'good', overlapping: 'warn', expired: 'outline', retired: 'outline' }
const spans: [string, string][] = [
  ['0', 'None: the old one stops at once'],
  ['300', '5 minutes'],
  ['3600', '1 hour'],
  ['86400', '1 day'],
  ['604800', '7 days'],
]
const lifetimes: [string, string][] = [
  ['', 'Never'],
  ['3600', 'In 1 hour'],
  ['86400', 'In 1 day'],
  ['2592000', 'In 30 days'],
]

/** The bearer tokens of this sandbox. */
export function Tokens() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(api.tokens.list.queryOptions({ input: { sandbox } }))
  const connection = useQuery(api.connection.get.queryOptions({ input: { sandbox } }))
  const warning = connection.data?.tokenWarning ?? null
  const [made, setMade] = useState<string | null>(null)
  const [asking, setAsking] = useState<'rotate' | number | null>(null)
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: api.tokens.key() })
    await queries.invalidateQueries({ queryKey: api.connection.key() })
  }
  const revoke = (id: number) => async () => {
    await client.tokens.revoke({ sandbox, id })
    await refresh()
  }
  return (
    <Section
      title="Tokens"
      description="A token opens this sandbox only. Stored is its hash."
      action={
        <Button variant="filled" onClick={() => setAsking('rotate')}>
          Rotate token
        </Button>
      }
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {warning !== null && (
        <Note tone="warn" title="How the tokens are kept">
          {warning}
        </Note>
      )}
      {made !== null && (
        <Note tone="info" title="The new token" action={<CopyButton text={made} label="Copy new token" />}>
          <code className={classes.token}>{made}</code> Paste it into Okta now.
        </Note>
      )}
      <ul className={classes.rows}>
        {data?.map(({ id, created, expires, retires, state }) => (
          <li key={id}>
            <Chip tone={tones[state]}>{state}</Chip>
            <span className={classes.grow}>
              made {dateAndTime(created)}
              {expires !== null && <>, expires {dateAndTime(expires)}</>}
              {retires !== null && <>, works until {dateAndTime(retires)}</>}
            </span>
            {(state === 'current' || state === 'overlapping') && (
              <Button variant="subtle" aria-label={`Revoke token ${id}`} onClick={() => setAsking(id)}>
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking === 'rotate' && (
        <RotateDialog
          onClose={() => setAsking(null)}
          onMade={async (token) => {
            setMade(token)
            await refresh()
          }}
        />
      )}
      {typeof asking === 'number' && (
        <Dialog
          title="Revoke this token?"
          confirm="Revoke token"
          danger
          onConfirm={revoke(asking)}
          onClose={() => setAsking(null)}
        >
          <p>It stops at once: whoever still sends it gets a 401.</p>
        </Dialog>
      )}
    </Section>
  )
}

function RotateDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => Promise<void> }) {
  const sandbox = useSandbox()
  const [overlap, setOverlap] = useState('0')
  const [lifetime, setLifetime] = useState('')
  const rotate = async () => {
    const { token } = await client.tokens.rotate({
      sandbox,
      overlapSeconds: Number(overlap),
      expiresInSeconds: lifetime === '' ? null : Number(lifetime),
    })
    await onMade(token)
  }
  return (
    <Dialog title="Rotate token" confirm="Rotate" onConfirm={rotate} onClose={onClose}>
      <NativeSelect
        label="Overlap"
        description="How long the old token still works."
        value={overlap}
        onChange={(event) => setOverlap(event.currentTarget.value)}
        data={options(spans)}
      />
      <NativeSelect
        label="Expires"
        description="By the clock of the sandbox."
        value={lifetime}
        onChange={(event) => setLifetime(event.currentTarget.value)}
        data={options(lifetimes)}
      />
    </Dialog>
  )
}

function options(pairs: [string, string][]) {
  return pairs.map(([value, label]) => ({ value, label }))
}
