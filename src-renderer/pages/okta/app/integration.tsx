import { Button, Checkbox, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { App, AppSettings, Integration as Draft, TestResult } from '../../../../src-shared/api/okta/apps.ts'
import { authModes, type AppKind, type AuthMode } from '../../../../src-shared/domain/okta.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import { TargetFields } from '../apps/create-app.tsx'
import okta from '../okta.module.css'
import { Credential } from './credential.tsx'
import { Lints } from './lints.tsx'
import { Failed, Passed, TestConnector, Unanswered } from './test-connector.tsx'
import { useSettingLints } from './use-setting-lints.ts'

const actions: [keyof AppSettings['supported'], string][] = [
  ['importUsers', 'Import New Users and Profile Updates'],
  ['pushNewUsers', 'Push New Users'],
  ['pushProfileUpdates', 'Push Profile Updates'],
  ['pushGroups', 'Push Groups'],
  ['importGroups', 'Import Groups'],
]
const modes: Record<AuthMode, string> = { header: 'HTTP Header', bearer: 'Bearer token', basic: 'Basic Auth' }
const modesOf: Record<AppKind, readonly AuthMode[]> = { AIW: ['header', 'basic'], OIN: authModes }

/** Provisioning › Integration: the SCIM connection. */
export function Integration({ app }: { app: App }) {
  const [saved, setSaved] = useState<Saved>()
  return (
    <>
      <Connection key={JSON.stringify(app.settings)} app={app} saved={saved} onSaved={setSaved} />
      <Credential app={app} />
      <TestConnector app={app} />
    </>
  )
}

/** How the last Save ended; without a credential nothing was tested. */
interface Saved {
  isSaved: boolean
  test: TestResult | null
}

function Connection({ app: { id: appId, kind, settings }, saved, onSaved }: { app: App; saved: Saved | undefined; onSaved: (saved: Saved) => void }) {
  const sandbox = useSandbox()
  const [draft, setDraft] = useState<Draft>(() => draftOf(settings))
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = useOktaCall(() => client.okta.apps.saveIntegration({ sandbox, appId, settings: draft }), onSaved)
  const lintsOf = useSettingLints(appId)
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(settings))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dirty) save.mutate()
  }
  return (
    <Section title="SCIM connection">
      <form className={okta.stack} onSubmit={submit}>
        <div className={okta.two}>
          <TargetFields value={draft.target} onChange={(target) => change({ target })} />
          <TextInput
            label="Unique identifier field for users"
            description="TestMu AI wants userName."
            value={draft.uniqueIdentifier}
            onChange={(event) => change({ uniqueIdentifier: event.currentTarget.value })}
            maxLength={100}
            spellCheck={false}
          />
          <NativeSelect
            label="Authentication Mode"
            description={kind === 'AIW' ? 'HTTP Header sends Bearer and what is pasted.' : undefined}
            value={draft.authentication}
            onChange={(event) => change({ authentication: event.currentTarget.value as AuthMode })}
            data={modesOf[kind].map((value) => ({ value, label: modes[value] }))}
          />
        </div>
        <Lints lints={lintsOf('uniqueIdentifier')} onUse={(uniqueIdentifier) => change({ uniqueIdentifier })} />
        <div className={okta.checks} role="group" aria-label="Supported provisioning actions">
          <h3>Supported provisioning actions</h3>
          {actions.map(([name, label]) => (
            <Checkbox
              key={name}
              label={label}
              checked={draft.supported[name]}
              onChange={(event) => change({ supported: { ...draft.supported, [name]: event.currentTarget.checked } })}
            />
          ))}
        </div>
        <Lints
          lints={lintsOf('supported.pushGroups')}
          onUse={() => change({ supported: { ...draft.supported, pushGroups: true } })}
        />
        {kind === 'OIN' && (
          <Switch
            label="Support PATCH for User"
            description="Profile updates are sent as PATCH instead of GET and PUT."
            checked={draft.patchUsers}
            onChange={(event) => change({ patchUsers: event.currentTarget.checked })}
          />
        )}
        {save.error !== null && <ProblemNote error={save.error} />}
        <div className={okta.buttons}>
          <Button type="submit" variant={dirty ? 'filled' : 'default'} disabled={!dirty} loading={save.isPending}>
            Save
          </Button>
          <Button disabled={!dirty} onClick={() => setDraft(draftOf(settings))}>
            Cancel
          </Button>
          <Passed result={saved?.test ?? undefined} />
        </div>
        <Unanswered isPending={save.isPending} />
        <Failed
          result={saved?.test ?? undefined}
          title={`${saved?.isSaved === true ? 'Saved, but the' : 'Nothing was saved: the'} connector configuration test failed`}
        />
      </form>
    </Section>
  )
}

function draftOf({ target, authentication, uniqueIdentifier, supported, patchUsers }: AppSettings): Draft {
  return { target, authentication, uniqueIdentifier, supported, patchUsers }
}
