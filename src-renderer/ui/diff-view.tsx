import { Link } from 'react-router'
import type { JsonValue } from '../../src-shared/scim/types.ts'
import { lastName } from '../../src-shared/domain/events.ts'
import { useTo } from '../lib/place.ts'
import type { DiffLine, StateDiff } from '../lib/state-diff.ts'
import classes from './diff-view.module.css'

/** What changed in stored state, in signs and words, and what was sent and not applied. */
export function DiffView({ diff }: { diff: StateDiff }) {
  const to = useTo()
  return (
    <div className={classes.diff}>
      {diff.nothing !== null && (
        <div className={classes.nothing}>
          <strong>Nothing changed</strong>
          <p>{diff.nothing}</p>
        </div>
      )}
      {diff.sections.map((section) => (
        <section key={section.title} className={classes.section} aria-label={section.title}>
          <h3 className="cut" title={section.title}>
            {section.link === undefined ? section.title : <Link to={to(...section.link)}>{section.title}</Link>}
          </h3>
          <Lines lines={section.lines} />
        </section>
      ))}
      {diff.notApplied.length > 0 && (
        <section className={classes.section} data-quiet aria-label="Sent, not applied">
          <h3>Sent, not applied</h3>
          <Lines lines={diff.notApplied} />
        </section>
      )}
    </div>
  )
}

export function Lines({ lines }: { lines: DiffLine[] }) {
  return (
    <ul className={classes.lines}>
      {lines.map((line, index) => (
        <Line key={`${line.path} ${index}`} line={line} />
      ))}
    </ul>
  )
}

function Line({ line }: { line: DiffLine }) {
  const { sign, word, path, before, after, note } = line
  return (
    <li className={classes.line} data-word={word}>
      <span className={classes.sign} aria-hidden>
        {sign}
      </span>
      <span className={classes.word}>{word}</span>
      <span className={classes.what}>
        {path !== '' && (
          <span className={classes.path} title={path}>
            {lastName(path)}
          </span>
        )}
        <Values sign={sign} before={before} after={after} />
        {note !== undefined && note !== '' && <span className={classes.note}>{note}</span>}
      </span>
    </li>
  )
}

function Values({ sign, before, after }: Pick<DiffLine, 'sign' | 'before' | 'after'>) {
  if (sign === '~') {
    return (
      <span className={classes.values}>
        <del>{shown(before)}</del> <span aria-label="to">→</span> <ins>{shown(after)}</ins>
      </span>
    )
  }
  const value = after ?? before
  if (value === undefined) return null
  return <span className={classes.values}>{sign === '−' ? <del>{shown(value)}</del> : <ins>{shown(value)}</ins>}</span>
}

const longest = 240

function shown(value: JsonValue | undefined): string {
  const text =
    value === undefined || value === null ? '(none)' : typeof value === 'string' ? value || '""' : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
