import { Button, Switch, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import type { App, AppSettings } from '../../../../src-shared/api/okta/apps.ts'
import { client } from '../../../lib/api.ts'
import { count } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import classes from './app.module.css'
import { Lints } from './lints.tsx'
import { useSettingLints } from './use-setting-lints.ts'

const toggles: [keyof AppSettings['toApp'], string, string][] = [
  ['createUsers', 'Create Users', 'Looks an assigned person up by userName, then creates or links the account.'],
  ['updateUserAttributes', 'Update User Attributes', 'Sends the whole profile when something mapped changes.'],
  ['deactivateUsers', 'Deactivate Users', 'Makes the account inactive when the person is unassigned or deactivated. Never deletes.'],
  ['syncPassword', 'Sync Password', 'Sends a password when it is set.'],
]

/** Provisioning › To App. Each switch takes effect at once, for what happens from then on. */
export function ToApp({ app }: { app: App }) {
  const sandbox = useSandbox()
  const to = useTo()
  const set = useOktaCall((toApp: Partial<AppSettings['toApp']>) =>
    client.okta.apps.change({ sandbox, appId: app.id, settings: { toApp } }),
  )
  const waiting = app.counts.unprovisioned
  return (
    <>
      {waiting > 0 && app.settings.toApp.createUsers && (
        <Note
          tone="warn"
          title={`${count(waiting)} assigned and not provisioned`}
          action={<Link to={`${to('okta', 'apps', app.id, 'assignments')}?status=unprovisioned`}>Provision User</Link>}
        >
          Assigned while provisioning was off, or while not active: Okta sends nothing for them until somebody chooses
          Provision User.
        </Note>
      )}
      <Section title="Provisioning to App" description="What happened while a switch was off is not sent later.">
        <ul className={classes.rows}>
          {toggles.map(([name, label, description]) => (
            <li key={name}>
              <Switch
                label={label}
                description={description}
                checked={app.settings.toApp[name]}
                disabled={set.isPending}
                onChange={(event) => set.mutate({ [name]: event.currentTarget.checked })}
              />
            </li>
          ))}
        </ul>
        {set.error !== null && <ProblemNote error={set.error} />}
      </Section>
      <UserNameFormat key={app.settings.userNameFormat} app={app} />
    </>
  )
}

function UserNameFormat({ app: { id: appId, settings } }: { app: App }) {
  const sandbox = useSandbox()
  const [format, setFormat] = useState(settings.userNameFormat)
  const save = useOktaCall(() => client.okta.apps.change({ sandbox, appId, settings: { userNameFormat: format.trim() } }))
  const lintsOf = useSettingLints(appId)
  const dirty = format.trim() !== settings.userNameFormat
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dirty) save.mutate()
  }
  return (
    <Section title="Application username" description="The userName in the app, and what a person is looked up by.">
      <form className={okta.stack} onSubmit={submit}>
        <TextInput
          label="Application username format"
          description="An expression over user, such as user.login or String.toLowerCase(user.email)."
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value)}
          maxLength={1024}
          spellCheck={false}
          classNames={{ input: 'code' }}
          maw={480}
        />
        <Lints lints={lintsOf('userNameFormat')} />
        {save.error !== null && <ProblemNote error={save.error} />}
        <div className={okta.buttons}>
          <Button type="submit" disabled={!dirty || format.trim() === ''} loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  )
}
