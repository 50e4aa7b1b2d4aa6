import type { Meter } from '../../../src-shared/api/tunnel.ts'
import { count, plural } from '../../lib/format.ts'
import { Section } from '../../ui/section.tsx'
import classes from './connect.module.css'

/** Step 5: how much came in the last minute. */
export function RateMeter({ meter: { perSecond, requests, atOnce, patches } }: { meter: Meter }) {
  const most = Math.max(...perSecond)
  const average = patches.count === 0 ? 0 : Math.round((patches.members / patches.count) * 10) / 10
  return (
    <Section title="5. Rate" description="Requests from outside in the last minute, by any address.">
      <svg
        className={classes.bars}
        viewBox="0 0 240 40"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${plural(requests, 'request')} in the last minute, at most ${most} in a second`}
      >
        {perSecond.map((value, second) => (
          // The seconds of the minute are their places: a bar is never another one.
          // oxlint-disable-next-line react/no-array-index-key
          <rect key={second} x={second * 4} width={3} y={40 - heightOf(value, most)} height={heightOf(value, most)} />
        ))}
      </svg>
      <dl className={classes.numbers}>
        <Figure name="requests" value={count(requests)} />
        <Figure name="most in a second" value={count(most)} />
        <Figure name="most at once" value={count(atOnce)} />
        <Figure name="PATCH of groups" value={count(patches.count)} />
        <Figure name="members per PATCH" value={count(average)} />
        <Figure name="largest PATCH" value={count(patches.largest)} />
      </dl>
    </Section>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function heightOf(value: number, most: number): number {
  return most === 0 || value === 0 ? 0.5 : Math.max(2, (value / most) * 40)
}
