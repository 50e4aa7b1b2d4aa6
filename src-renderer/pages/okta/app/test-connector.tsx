import { Button } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import classes from './app.module.css'

/** The button, and the green tick or Okta's error. */
export function TestConnector({ app: { id: appId, hasCredential } }: { app: App }) {
  const sandbox = useSandbox()
  const to = useTo()
  const test = useOktaCall(() => client.okta.apps.test({ sandbox, appId }))
  const result = test.data
  return (
    <Section title="Connection test" description="Sends GET /Users?startIndex=1&count=2, and nothing else.">
      <div className={okta.stack}>
        <div className={okta.buttons}>
          <Button loading={test.isPending} disabled={!hasCredential} onClick={() => test.mutate()}>
            Test Connector Configuration
          </Button>
          {!hasCredential && <span className="muted small">Store a credential first.</span>}
          <span role="status">
            {result?.ok === true && (
              <span className={classes.passed}>
                <CircleCheck size={16} aria-hidden />
                {result.message}
              </span>
            )}
          </span>
          {result !== undefined && <Link to={to('requests')}>Requests</Link>}
        </div>
        {result?.ok === false && (
          <Note tone="bad" title="The connector configuration test failed">
            {result.message}
          </Note>
        )}
        {test.error !== null && <ProblemNote error={test.error} />}
      </div>
    </Section>
  )
}
