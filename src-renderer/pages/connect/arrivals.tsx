import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { Link } from 'react-router'
import type { Arrival, Arrivals, Recognised } from '../../../src-shared/api/tunnel.ts'
import { api } from '../../lib/api.ts'
import { dateAndTime, plural } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { Chip, StatusChip } from '../../ui/chip.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './connect.module.css'
import { RateMeter } from './rate-meter.tsx'

/** Milliseconds between two looks at the meter, whose minute goes by without any event. */
const look = 1_000

/** Steps 4 and 5: whether Okta came, as what, and how much it sends. */
export function ArrivalsOfOkta({ isUp }: { isUp: boolean }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery({
    ...api.tunnel.arrivals.queryOptions({ input: { sandbox } }),
    refetchInterval: isUp ? look : false,
  })
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <>
      <FirstRequest arrivals={data} isUp={isUp} />
      <RateMeter meter={data.meter} />
    </>
  )
}

function FirstRequest({ arrivals: { first, last, refused, other, app }, isUp }: { arrivals: Arrivals; isUp: boolean }) {
  const to = useTo()
  const arrived = isUp && first !== null
  return (
    <Section title="4. First request">
      <div className={classes.first} role="status" data-arrived={arrived}>
        {arrived ? <CircleCheck size={20} aria-hidden /> : <CircleDashed size={20} aria-hidden />}
        <div>
          <strong>{arrived ? 'Okta is connected' : isUp ? 'Waiting for the first request' : 'The tunnel is not up'}</strong>
          <p>
            {first === null ? (
              isUp ? 'In Okta, press Test Connector Configuration.' : 'Then this waits for Okta.'
            ) : (
              <>
                First at {dateAndTime(first.at)} from <span className="code">{first.userAgent}</span>,{' '}
                {first.isPublic ? 'by the public URL' : 'not by the public URL'}
              </>
            )}
          </p>
        </div>
      </div>
      {refused !== null && refused.at >= (last?.at ?? 0) && <RefusedNote refused={refused} />}
      {first !== null && <AppKindLine app={app} />}
      {last !== null && <ArrivalLine name="Last request" arrival={last} />}
      {other !== null && <ArrivalLine name="Not Okta" arrival={other} />}
      <p className={classes.line}>
        <Link to={to('requests')}>All requests</Link>
      </p>
    </Section>
  )
}

/** Why Okta is not let in. The token that came is nowhere: it was not even recorded. */
function RefusedNote({ refused: { status, refusal, at } }: { refused: Arrival }) {
  return (
    <Note tone="bad" title={`Okta was refused: ${status}, at ${dateAndTime(at)}`}>
      {refusal} Copy the token from the card above into Okta again, and test the connector there.
    </Note>
  )
}

function ArrivalLine({ name, arrival }: { name: string; arrival: Arrival }) {
  const { method, path, status, userAgent, at } = arrival
  return (
    <p className={classes.line}>
      <span className="muted">{name}</span> <span className="code">{`${method} ${path}`}</span> <StatusChip status={status} short /> {dateAndTime(at)}
      {userAgent !== null && name === 'Not Okta' && <span className="code"> {userAgent}</span>}
    </p>
  )
}

const kinds: Record<NonNullable<Recognised['kind']>, string> = {
  AIW: 'Custom application (AIW)',
  OIN: 'Catalogue application (OIN)',
  both: 'Both kinds: more than one application uses this sandbox',
}

function AppKindLine({ app: { kind, saw } }: { app: Recognised }) {
  const seen = saw.map(({ what, count }) => `${what} ${plural(count, 'time')}`).join(', ')
  return (
    <p className={classes.line} data-testid="app-kind">
      <span className="muted">Application</span>{' '}
      {kind === null ? <Chip tone="outline">not known yet</Chip> : <Chip tone={kind === 'both' ? 'warn' : 'good'}>{kinds[kind]}</Chip>}{' '}
      {seen === '' ? 'Push a group or deactivate a user: the verb tells the kind.' : `Seen: ${seen}.`}
      {kind === null && seen !== '' && ' Both kinds send that. Push a group or deactivate a user to tell.'}
    </p>
  )
}
