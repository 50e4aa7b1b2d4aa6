import { Switch } from '@mantine/core'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'

/** Push Groups › Settings. */
export function PushSettings({ app, tabs }: { app: App; tabs: TabChoice }) {
  const sandbox = useSandbox()
  const set = useOktaCall((renameAppGroups: boolean) =>
    client.okta.apps.change({ sandbox, appId: app.id, settings: { renameAppGroups } }),
  )
  return (
    <SubTabs {...tabs}>
      <Section title="Push Groups settings">
        <Switch
          label="Rename app groups to match group name in Okta"
          description="Off: a group that is renamed in Okta keeps its old name in the app."
          checked={app.settings.renameAppGroups}
          disabled={set.isPending}
          onChange={(event) => set.mutate(event.currentTarget.checked)}
        />
        {set.error !== null && <ProblemNote error={set.error} />}
      </Section>
    </SubTabs>
  )
}
