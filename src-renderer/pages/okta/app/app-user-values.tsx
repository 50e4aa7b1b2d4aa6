import { Button } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppUser } from '../../../../src-shared/api/okta/assignments.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import { Facts } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import { useSettable } from './assign-dialogs.tsx'
import { shown, typedOf, valuesOf } from './values.ts'
import { ValuesForm } from './values-form.tsx'

/** Values set for this person, and what is in force with mappings and groups. */
export function AppUserValues({ app, user }: { app: App; user: AppUser }) {
  const sandbox = useSandbox()
  const attributes = useSettable(app.id, 'person')
  const [typed, setTyped] = useState(() => typedOf(user.profile))
  const values = valuesOf(typed, attributes)
  const save = useOktaCall(() =>
    client.okta.assignments.changePerson({ sandbox, appId: app.id, personId: user.personId, profile: values }),
  )
  const dirty = JSON.stringify(typed) !== JSON.stringify(typedOf(user.profile))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dirty) save.mutate()
  }
  const effective = Object.entries(user.effective)
  return (
    <div className={okta.stack}>
      {attributes.length === 0 ? (
        <p className={okta.remark}>
          No attribute can be set here. Add one in the Profile Editor; the base attributes come from the person.
        </p>
      ) : (
        <form className={okta.stack} onSubmit={submit}>
          <h3>Set for this person</h3>
          <ValuesForm appId={app.id} attributes={attributes} typed={typed} onChange={setTyped} />
          {save.error !== null && <ProblemNote error={save.error} />}
          <div className={okta.buttons}>
            <Button type="submit" variant="filled" disabled={!dirty} loading={save.isPending}>
              Save
            </Button>
          </div>
        </form>
      )}
      <section>
        <h3>In force</h3>
        {effective.length === 0 ? (
          <p className="muted small">No attribute has a value.</p>
        ) : (
          <Facts items={effective.map(([name, value]) => [name, shown(value) || <span className="muted">empty</span>])} />
        )}
      </section>
    </div>
  )
}
