import { Button } from '@mantine/core'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { PushRule } from '../../../../src-shared/api/okta/push-groups.ts'
import { client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Empty } from '../../../ui/empty.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap } from '../../../ui/page.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'
import { PushMenu } from './push-menu.tsx'

/** Push Groups › By rule. */
export function PushRules({ app, tabs, rules }: { app: App; tabs: TabChoice; rules: PushRule[] | undefined }) {
  const sandbox = useSandbox()
  const remove = useOktaCall((id: number) => client.okta.pushGroups.removeRule({ sandbox, appId: app.id, id }))
  return (
    <SubTabs
      {...tabs}
      toolbar={
        <>
          <Gap />
          <PushMenu app={app} />
        </>
      }
    >
      {remove.error !== null && <ProblemNote error={remove.error} />}
      {rules?.length === 0 && <Empty title="No push rule yet">Choose Push Groups › Find groups by rule.</Empty>}
      {rules !== undefined && rules.length > 0 && (
        <Section title="Rules" description="Deleting a rule keeps the groups it found.">
          <ul className={okta.list}>
            {rules.map(({ id, field, operator, value, groups }) => (
              <li key={id}>
                <span className={okta.grow}>
                  Group {field} {operator} <code>{value}</code>
                </span>
                <span className="muted numbers">{plural(groups, 'group')}</span>
                <Button
                  variant="subtle"
                  aria-label={`Delete the rule ${field} ${operator} ${value}`}
                  loading={remove.isPending && remove.variables === id}
                  onClick={() => remove.mutate(id)}
                >
                  Delete
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </SubTabs>
  )
}
