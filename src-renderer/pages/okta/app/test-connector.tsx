import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { Link } from 'react-router'
import type { App, TestResult } from '../../../../src-shared/api/okta/apps.ts'
import { api, client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import classes from './app.module.css'

/** The button, and the green tick or Okta's error. */
export function TestConnector({ app: { id: appId, hasCredential } }: { app: App }) {
  const sandbox = useSandbox()
  const test = useOktaCall(() => client.okta.apps.test({ sandbox, appId }))
  return (
    <Section title="Connection test" description="Sends GET /Users?startIndex=1&count=2. Save sends it again.">
      <div className={okta.stack}>
        <div className={okta.buttons}>
          <Button loading={test.isPending} disabled={!hasCredential} onClick={() => test.mutate()}>
            Test Connector Configuration
          </Button>
          {!hasCredential && <span className="muted small">Store a credential first.</span>}
          <Passed result={test.data} />
        </div>
        <Unanswered isPending={test.isPending} />
        <Failed result={test.data} title="The connector configuration test failed" />
        {test.error !== null && <ProblemNote error={test.error} />}
      </div>
    </Section>
  )
}

const slowMs = 1_000

/** Okta gives an app 60 s by the sandbox clock, which may stand still. */
export function Unanswered({ isPending }: { isPending: boolean }) {
  const sandbox = useSandbox()
  const to = useTo()
  const [isSlow] = useDebouncedValue(isPending, slowMs)
  const { data } = useQuery(api.settings.clock.queryOptions({ input: { sandbox } }))
  if (!isPending || !isSlow || data?.frozen !== true) return null
  return (
    <Note tone="info" title="The app has not answered yet" action={<Link to={to('settings', 'clock')}>Clock</Link>}>
      Okta gives it up after 60 s by the clock of the sandbox, which is frozen: advance it to go on.
    </Note>
  )
}

/** The green tick of a test that passed, and the way to what it sent. */
export function Passed({ result }: { result: TestResult | undefined }) {
  const to = useTo()
  return (
    <>
      <span role="status">
        {result?.ok === true && (
          <span className={classes.passed}>
            <CircleCheck size={16} aria-hidden />
            {result.message}
          </span>
        )}
      </span>
      {result !== undefined && <Link to={to('requests')}>Requests</Link>}
    </>
  )
}

/** Okta's words for a test that failed. */
export function Failed({ result, title }: { result: TestResult | undefined; title: string }) {
  if (result === undefined || result.ok) return null
  return (
    <Note tone="bad" title={title}>
      {result.message}
    </Note>
  )
}
