import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { Connection } from '../../../src-shared/api/connection.ts'
import { api } from '../../lib/api.ts'
import { dateAndTime } from '../../lib/format.ts'
import { useTo } from '../../lib/place.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Note } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './home.module.css'

/** What goes into Okta, under Okta's own labels. */
export function ConnectCard({ connection }: { connection: Connection }) {
  const to = useTo()
  const { baseUrl, token, tokenExpires, tokenWarning, listener } = connection
  return (
    <Section
      title="Connect"
      description="In Okta, open the application, then Provisioning › Integration, and paste these."
    >
      {listener.state === 'failed' && <ListenerProblem problem={listener.problem} address={listener.address} />}
      <dl className={classes.fields}>
        <Field name="Base URL" action={<CopyButton text={baseUrl} label="Copy Base URL" />}>
          <code>{baseUrl}</code>
        </Field>
        <Field
          name="Unique identifier field for users"
          action={<CopyButton text="userName" label="Copy unique identifier field" />}
        >
          <code>userName</code>
        </Field>
        <Field name="Authentication Mode">HTTP Header</Field>
        {token === null ? (
          <Field
            name="Bearer token"
            action={
              <Button component={Link} to={to('settings', 'tokens')}>
                Rotate
              </Button>
            }
          >
            <span className="small">This token cannot be shown again. Rotate it to get a new one.</span>
          </Field>
        ) : (
          <Token token={token} />
        )}
      </dl>
      {tokenWarning !== null && (
        <Note tone="warn" title="How the token is kept">
          {tokenWarning}
        </Note>
      )}
      {tokenExpires !== null && <p className="muted small">The token expires {dateAndTime(tokenExpires)}.</p>}
    </Section>
  )
}

function Field({ name, children, action }: { name: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{children}</span>
        {action}
      </dd>
    </div>
  )
}

function Token({ token }: { token: string }) {
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  const label = shown ? 'Hide token' : 'Show token'
  return (
    <Field
      name="Bearer token"
      action={
        <>
          <Tooltip label={label}>
            <ActionIcon aria-label={label} onClick={() => setShown(!shown)}>
              <Icon size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <CopyButton text={token} label="Copy token" />
        </>
      }
    >
      <code data-testid="token">{shown ? token : '•'.repeat(24)}</code>
    </Field>
  )
}

function ListenerProblem({ problem, address }: { problem: string | null; address: string }) {
  const queries = useQueryClient()
  const retry = useMutation(
    api.connection.retryListener.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.connection.key() }),
    }),
  )
  const button = (
    <Button loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
      Try again
    </Button>
  )
  return (
    <Note tone="bad" title={`Scimbox does not listen on ${address}`} action={button}>
      {problem ?? 'The reason is not known.'}
    </Note>
  )
}
