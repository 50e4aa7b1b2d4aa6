import type { ImportReport } from '../../../src-shared/api/fixtures.ts'
import { count } from '../../lib/format.ts'
import { Note } from '../../ui/note.tsx'
import classes from './transfer.module.css'

/** What an import did, or would do: counts, then row by row. */
export function Report({ report }: { report: ImportReport }) {
  const { users, groups, others, rows } = report
  const counted = [
    ['Users', users],
    ['Groups', groups],
    ['Others', others],
  ] as const
  return (
    <div className={classes.report} aria-live="polite">
      <Verdict report={report} />
      {report.resetProblem !== undefined && <Note tone="warn">{report.resetProblem}</Note>}
      <table className={classes.counts}>
        <thead>
          <tr>
            <td />
            {['created', 'changed', 'removed', 'unchanged'].map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counted.map(([name, { created, changed, removed, unchanged }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {[created, changed, removed, unchanged].map((value, index) => (
                <td key={index} className="numbers">
                  {count(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.rows}>
        {rows.map(({ at, action, what, detail }, index) => (
          <li key={index} data-action={action}>
            <span className={classes.action}>{action}</span>
            <span>
              {what} {at !== '' && <span className="muted">{at}</span>}
              {detail !== '' && <span className={classes.detail}>{detail}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Verdict({ report: { applied, refused } }: { report: ImportReport }) {
  if (refused > 0) {
    return (
      <Note tone="bad" title={`${count(refused)} refused, so nothing is changed`}>
        Correct the rows below in the file, then choose it again.
      </Note>
    )
  }
  return <Note tone="info" title={applied ? 'Imported.' : 'This is what an import would do; nothing is changed yet.'} />
}
