import { Button, PasswordInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AuthMode } from '../../../../src-shared/domain/okta.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'

const words: Record<AuthMode, [string, string]> = {
  header: ['Authorization', 'The bearer token, as TestMu AI shows it.'],
  bearer: ['Bearer token', 'The token alone; Okta adds “Bearer ”.'],
  basic: ['Username and password', 'As name:password.'],
}

/** What an admin pastes. It is never shown again. */
export function Credential({ app: { id: appId, kind, settings, hasCredential } }: { app: App }) {
  const sandbox = useSandbox()
  const [credential, setCredential] = useState('')
  const set = useOktaCall(
    (given: { credential: string } | { fromSandbox: true }) => client.okta.apps.setCredential({ sandbox, appId, ...given }),
    () => setCredential(''),
  )
  const [label, hint] = words[settings.authentication]
  const description =
    kind === 'OIN' && settings.authentication === 'header' ? 'Exactly what is to stand in the header, “Bearer ” included.' : hint
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (credential !== '') set.mutate({ credential })
  }
  return (
    <Section
      title="Credential"
      action={
        hasCredential ? <Chip tone="good">stored</Chip> : <Chip tone="warn">none yet</Chip>
      }
    >
      <form className={okta.stack} onSubmit={submit}>
        <PasswordInput
          label={label}
          description={description}
          value={credential}
          onChange={(event) => setCredential(event.currentTarget.value)}
          maxLength={4000}
          autoComplete="off"
          maw={480}
        />
        {set.error !== null && <ProblemNote error={set.error} />}
        <div className={okta.buttons}>
          <Button type="submit" disabled={credential === ''} loading={set.isPending}>
            Save credential
          </Button>
          {settings.target.kind === 'self' && (
            <Button
              variant={hasCredential ? 'default' : 'filled'}
              loading={set.isPending}
              onClick={() => set.mutate({ fromSandbox: true })}
            >
              {settings.target.sandbox === sandbox ? 'Use this sandbox’s token' : 'Use the token of that sandbox'}
            </Button>
          )}
        </div>
      </form>
    </Section>
  )
}
