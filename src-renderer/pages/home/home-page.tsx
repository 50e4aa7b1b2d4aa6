import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Connection } from '../../../src-shared/api/connection.ts'
import { api } from '../../lib/api.ts'
import { ago, count, dateAndTime } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { EventList } from '../../ui/event-list.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import { LoadSampleCompany } from '../../ui/sample-company.tsx'
import { Section } from '../../ui/section.tsx'
import { ConnectCard } from './connect-card.tsx'
import classes from './home.module.css'

/** What to paste into Okta, whether anything arrives, and what to do next. */
export function HomePage() {
  const sandbox = useSandbox()
  const connection = useQuery(api.connection.get.queryOptions({ input: { sandbox } }))
  const state = useQuery(api.sandboxes.get.queryOptions({ input: { sandbox } }))
  const problem = connection.error ?? state.error
  return (
    <Page title="Home">
      {problem !== null && <ProblemNote error={problem} retry={() => void connection.refetch()} />}
      <div className={classes.grid}>
        <div className={classes.connect}>
          {connection.data !== undefined && <ConnectCard connection={connection.data} />}
        </div>
        <div className={classes.side}>
          {state.data !== undefined && connection.data !== undefined && <Next counts={state.data.counts} />}
          {state.data !== undefined && connection.data !== undefined && (
            <Health counts={state.data.counts} connection={connection.data} />
          )}
        </div>
        <div className={classes.live}>
          <Live />
        </div>
      </div>
    </Page>
  )
}

interface Counts {
  users: number
  groups: number
  requests: number
}

function Next({ counts }: { counts: Counts }) {
  const to = useTo()
  if (counts.requests > 0 && counts.users > 0) return null
  return (
    <Section
      title="Next"
      description={counts.requests === 0 ? 'No request has arrived yet.' : 'There are no users yet.'}
    >
      <ul className={classes.choices}>
        <li data-side="okta">
          <b>Try with simulated Okta</b>
          <span>An Okta org in here: assign people, push groups, and see what it sends.</span>
          <Button component={Link} to={to('okta')} variant="filled">
            Try with simulated Okta
          </Button>
        </li>
        <li>
          <b>Connect real Okta</b>
          <span>
            Open a tunnel, and paste its address into the <em>Provisioning</em> tab of your Okta application.
          </span>
          <Button component={Link} to={to('connect')}>
            Connect real Okta
          </Button>
        </li>
        {counts.users === 0 && (
          <li>
            <b>Load sample company</b>
            <span>About 60 people in 12 groups, ready to look at.</span>
            <LoadSampleCompany />
          </li>
        )}
      </ul>
      <p className={classes.last}>
        Or <Link to={`${to('requests')}?compose=new`}>send a request</Link> of your own and read what it did.
      </p>
    </Section>
  )
}

function Health({ counts, connection }: { counts: Counts; connection: Connection }) {
  const to = useTo()
  const { lastRequest, listener } = connection
  return (
    <Section title="Health">
      <dl className={classes.numbers}>
        {(['users', 'groups', 'requests'] as const).map((noun) => (
          <div key={noun}>
            <dt>{noun}</dt>
            <dd>
              <Link to={to(noun)}>{count(counts[noun])}</Link>
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.last}>
        <span className={classes.dot} data-state={listener.state} aria-hidden />
        {listener.state === 'listening' ? (
          <>
            Listening on <code>{listener.address}</code>
          </>
        ) : (
          <>
            Not listening on <code>{listener.address}</code>
          </>
        )}
      </p>
      <p className={classes.last}>
        {lastRequest === null ? (
          'Waiting for the first request of an identity provider.'
        ) : (
          <>
            Last request <time title={dateAndTime(lastRequest.at)}>{ago(lastRequest.at)}</time>
            {lastRequest.userAgent !== null && (
              <>
                , from <span className="code">{lastRequest.userAgent}</span>
              </>
            )}
          </>
        )}
      </p>
    </Section>
  )
}

const shown = 30

function Live() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.events.list.queryOptions({ input: { sandbox, limit: shown } }))
  return (
    <Section title="Live activity">
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data?.length === 0 && (
        <p className="muted small">
          Nothing has happened yet. Every change shows here as one sentence, the moment it is stored.
        </p>
      )}
      {data !== undefined && <EventList events={data} />}
    </Section>
  )
}
