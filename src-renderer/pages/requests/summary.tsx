import { Link } from 'react-router'
import type { ExchangeDetail, OktaError } from '../../../src-shared/api/requests.ts'
import { dateAndTime } from '../../lib/format.ts'
import { pathOf, useTo } from '../../lib/place.ts'
import { stateDiff } from '../../lib/state-diff.ts'
import { TagChip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DiffView } from '../../ui/diff-view.tsx'
import classes from './requests.module.css'

/** What an Okta admin reads in the task of this request, or would read. */
function OktaErrorNote({ error: { text, tag, shown, task, triesAgain } }: { error: OktaError }) {
  const to = useTo()
  const title = `How Okta ${shown ? 'will' : 'would'} show this error`
  return (
    <section className={classes.oktaError} data-side="okta" aria-label={title}>
      <div className={classes.row}>
        <h3>{title}</h3>
        <TagChip tag={tag} isOkta />
        <CopyButton text={text} label="Copy Okta’s error" />
      </div>
      {triesAgain !== null && (
        <p>
          No error yet: Okta tries again at {dateAndTime(triesAgain)} by the <Link to={to('settings', 'clock')}>clock</Link>. Were it to give up, it
          would show:
        </p>
      )}
      <p>{text}</p>
      {task !== null && <Link to={`${pathOf(task.sandbox, 'okta', 'tasks')}?show=all&task=${task.id}`}>Task {task.id}</Link>}
    </section>
  )
}

/** One plain sentence, and the difference it made to stored state. */
export function Summary({ exchange }: { exchange: ExchangeDetail }) {
  const more = exchange.eventCount - exchange.events.length
  return (
    <div className={classes.stack}>
      <p className={classes.sentence}>{exchange.row.sentence}</p>
      {exchange.oktaError !== null && <OktaErrorNote error={exchange.oktaError} />}
      <DiffView diff={stateDiff(exchange)} />
      {more > 0 && <p className="muted small">And {more.toLocaleString('en-US')} more events.</p>}
    </div>
  )
}
