import type { ExchangeDetail } from '../../../src-shared/api/requests.ts'
import { Chip, TagChip, type Tone } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import classes from './requests.module.css'

type Kind = ExchangeDetail['findings'][number]['kind']

const words: Record<Kind, [string, Tone]> = {
  ignored: ['ignored', 'warn'],
  skipped: ['skipped', 'warn'],
  coerced: ['understood', 'plain'],
  cleared: ['cleared', 'warn'],
  beyond: ['beyond the documentation', 'plain'],
  unchanged: ['no change', 'outline'],
  warning: ['warning', 'warn'],
}

/** What the endpoint noticed, with the rule that decided it and whether that rule is documented. */
export function Explain({ exchange: { findings, events, eventCount } }: { exchange: ExchangeDetail }) {
  if (findings.length === 0 && events.length === 0)
    return <Empty title="Nothing to explain">The request was understood as sent, and it changed nothing.</Empty>
  return (
    <div className={classes.stack}>
      {findings.length > 0 && (
        <ul className={classes.findings}>
          {findings.map((finding, index) => (
            <li key={`${finding.code} ${index}`}>
              <div className={classes.findingHead}>
                <Chip tone={words[finding.kind][1]}>{words[finding.kind][0]}</Chip>
                {finding.path !== undefined && <code>{finding.path}</code>}
              </div>
              <p>{finding.text}</p>
              {finding.value !== undefined && (
                <p className="muted small">
                  Sent: <code>{JSON.stringify(finding.value)}</code>
                </p>
              )}
              <div className={classes.rule}>
                <Chip tone="outline">{finding.rule}</Chip>
                <TagChip tag={finding.tag} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {events.length > 0 && (
        <section>
          <h3>What followed, in order</h3>
          <ol className={classes.followed}>
            {events.map(({ id, sentence }) => (
              <li key={id}>{sentence}</li>
            ))}
          </ol>
          {eventCount > events.length && (
            <p className="muted small">
              The first {events.length} of {eventCount}.
            </p>
          )}
        </section>
      )}
    </div>
  )
}
