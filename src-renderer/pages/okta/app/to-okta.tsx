import { Button, Checkbox } from '@mantine/core'
import { Link } from 'react-router'
import type { App, AppSettings } from '../../../../src-shared/api/okta/apps.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'

/** Provisioning › To Okta: what an import reads. */
export function ToOkta({ app }: { app: App }) {
  const sandbox = useSandbox()
  const to = useTo()
  const { supported } = app.settings
  const set = useOktaCall((part: Partial<AppSettings['supported']>) =>
    client.okta.apps.change({ sandbox, appId: app.id, settings: { supported: part } }),
  )
  return (
    <Section
      title="Import from the app"
      description="An import reads every page of users and, where supported, of groups. Inactive users are skipped."
      action={
        <Button component={Link} to={to('okta', 'apps', app.id, 'import')}>
          To Import
        </Button>
      }
    >
      <div className={okta.checks}>
        <Checkbox
          label="Import New Users and Profile Updates"
          checked={supported.importUsers}
          disabled={set.isPending}
          onChange={(event) => set.mutate({ importUsers: event.currentTarget.checked })}
        />
        <Checkbox
          label="Import Groups"
          description="Needed to link an Okta group with one that exists in the app."
          checked={supported.importGroups}
          disabled={set.isPending}
          onChange={(event) => set.mutate({ importGroups: event.currentTarget.checked })}
        />
        {set.error !== null && <ProblemNote error={set.error} />}
      </div>
    </Section>
  )
}
