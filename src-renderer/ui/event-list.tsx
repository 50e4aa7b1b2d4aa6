import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { LoggedEvent } from '../../src-shared/api/requests.ts'
import { api } from '../lib/api.ts'
import { dateAndTime, shortInstant } from '../lib/format.ts'
import { useSandbox, useTo } from '../lib/place.ts'
import { Empty } from './empty.tsx'
import classes from './event-list.module.css'
import { ProblemNote } from './note.tsx'

/** What happened, newest first: each event as its sentence, with the request that caused it. */
export function EventList({ events }: { events: LoggedEvent[] }) {
  const to = useTo()
  return (
    <ol className={classes.events}>
      {events.map((logged) => (
        <li key={logged.id} className={classes.event}>
          <time className={classes.time} dateTime={new Date(logged.at).toISOString()} title={dateAndTime(logged.at)}>
            {shortInstant(logged.at)}
          </time>
          <span className={classes.sentence}>{logged.sentence}</span>
          {logged.exchangeId === null ? (
            <span className={classes.cause}>{logged.event.type === 'fault.hit' ? 'fault rule' : 'console'}</span>
          ) : (
            <Link className={classes.cause} to={to('requests', String(logged.exchangeId))}>
              request {logged.exchangeId}
            </Link>
          )}
        </li>
      ))}
    </ol>
  )
}

/** The history of one user or one group. */
export function History({ of }: { of: { userId: string } | { groupId: string } }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.events.list.queryOptions({ input: { sandbox, limit: 200, ...of } }))
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data?.length === 0)
    return <Empty title="No history yet">Every change shows here, with the request that caused it.</Empty>
  return <EventList events={data ?? []} />
}
