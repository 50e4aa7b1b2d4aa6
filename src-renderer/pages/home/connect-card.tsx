import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Connection } from '../../../src-shared/api/connection.ts'
import { api } from '../../lib/api.ts'
import { dateAndTime } from '../../lib/format.ts'
import { useTo } from '../../lib/place.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Note } from '../../ui/note.tsx'
import { PasteField, PasteFields, TokenField, UniqueIdentifierField } from '../../ui/paste-fields.tsx'
import { Section } from '../../ui/section.tsx'

/** What goes into Okta, under Okta's own labels. */
export function ConnectCard({ connection }: { connection: Connection }) {
  const to = useTo()
  const { baseUrl, publicUrl, token, tokenExpires, tokenWarning, listener } = connection
  const address = publicUrl ?? baseUrl
  return (
    <Section
      title="Connect"
      description="In Okta, open the application, then Provisioning › Integration, and paste these."
    >
      {listener.state === 'failed' && <ListenerProblem problem={listener.problem} address={listener.address} />}
      <PasteFields>
        <PasteField name="Base URL" action={<CopyButton text={address} label="Copy Base URL" />}>
          <code>{address}</code>
        </PasteField>
        <UniqueIdentifierField />
        <PasteField name="Authentication Mode">HTTP Header</PasteField>
        <TokenField token={token} />
        <PasteField
          name="Tunnel"
          action={
            <Button component={Link} to={to('connect')}>
              {publicUrl === null ? 'Set up' : 'Show'}
            </Button>
          }
        >
          {publicUrl === null ? 'off: a real Okta cannot reach this address' : 'up: the Base URL is public'}
        </PasteField>
      </PasteFields>
      {tokenWarning !== null && (
        <Note tone="warn" title="How the token is kept">
          {tokenWarning}
        </Note>
      )}
      {tokenExpires !== null && <p className="muted small">The token expires {dateAndTime(tokenExpires)}.</p>}
    </Section>
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
