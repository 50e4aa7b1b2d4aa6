import type { ExchangeDetail } from '../../../src-shared/api/requests.ts'
import { howOktaShows, wordingTag } from '../../../src-shared/domain/okta-errors.ts'
import { stateDiff } from '../../lib/state-diff.ts'
import { TagChip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DiffView } from '../../ui/diff-view.tsx'
import classes from './requests.module.css'

/** What an Okta admin would read in the task of this request. */
function OktaError({ exchange: { row, request, response } }: { exchange: ExchangeDetail }) {
  const failed = {
    method: row.method,
    path: row.path,
    requestBody: request.body,
    status: row.status === 0 ? null : row.status,
    body: response.body,
  }
  const text = howOktaShows(failed)
  const tag = wordingTag(failed)
  if (text === null || tag === null) return null
  return (
    <section className={classes.oktaError} data-side="okta" aria-label="How Okta will show this error">
      <div className={classes.row}>
        <h3>How Okta will show this error</h3>
        <TagChip tag={tag} isOkta />
        <CopyButton text={text} label="Copy Okta’s error" />
      </div>
      <p>{text}</p>
    </section>
  )
}

/** One plain sentence, and the difference it made to stored state. */
export function Summary({ exchange }: { exchange: ExchangeDetail }) {
  const more = exchange.eventCount - exchange.events.length
  return (
    <div className={classes.stack}>
      <p className={classes.sentence}>{exchange.row.sentence}</p>
      <OktaError exchange={exchange} />
      <DiffView diff={stateDiff(exchange)} />
      {more > 0 && <p className="muted small">And {more.toLocaleString('en-US')} more events.</p>}
    </div>
  )
}
