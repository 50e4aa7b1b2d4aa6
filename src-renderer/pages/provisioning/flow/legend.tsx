import classes from './flow.module.css'
import type { LineState } from './layout.ts'

const lines: [LineState, string][] = [
  ['synced', 'members go there'],
  ['pending', 'Pending'],
  ['conflict', 'in conflict'],
  ['rejected', 'Rejected'],
]

/** What the lines mean. */
export function Legend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      {lines.map(([state, words]) => (
        <li key={state}>
          <svg viewBox="0 0 28 8" aria-hidden className={classes[state]}>
            <line x1="1" y1="4" x2="27" y2="4" />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}
