import type { ExchangeDetail } from '../../../src-shared/api/requests.ts'
import { stateDiff } from '../../lib/state-diff.ts'
import { DiffView } from '../../ui/diff-view.tsx'
import classes from './requests.module.css'

/** One plain sentence, and the difference it made to stored state. */
export function Summary({ exchange }: { exchange: ExchangeDetail }) {
  const more = exchange.eventCount - exchange.events.length
  return (
    <div className={classes.stack}>
      <p className={classes.sentence}>{exchange.row.sentence}</p>
      <DiffView diff={stateDiff(exchange)} />
      {more > 0 && <p className="muted small">And {more.toLocaleString('en-US')} more events.</p>}
    </div>
  )
}
