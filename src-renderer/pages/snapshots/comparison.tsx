import { useQuery } from '@tanstack/react-query'
import type { Comparison as Compared, Snapshot, StateDifference } from '../../../src-shared/api/snapshots.ts'
import { api } from '../../lib/api.ts'
import { count } from '../../lib/format.ts'
import { useQueryValue, useSandbox } from '../../lib/place.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import { QuietSelect } from '../../ui/select.tsx'
import classes from './snapshots.module.css'

const now = 'now'

/** What differs between two states, row by row. */
export function Comparison({ items }: { items: Snapshot[] }) {
  const sandbox = useSandbox()
  const [from, setFrom] = useQueryValue('from', String(items[0]!.id))
  const [to, setTo] = useQueryValue('to', now)
  const known = items.some((item) => String(item.id) === from)
  const { data, error, refetch } = useQuery({
    ...api.snapshots.compare.queryOptions({ input: { sandbox, from: Number(from), to: to === now ? undefined : Number(to) } }),
    enabled: known,
  })
  const options = items.map((item): [string, string] => [String(item.id), `${item.id} · ${item.name}`])
  return (
    <Section title="Compare" description="What was added, removed and changed from one state to the other.">
      <div className={classes.choice}>
        <QuietSelect label="From" value={from} options={options} onChange={setFrom} />
        <span aria-hidden>→</span>
        <QuietSelect label="To" value={to} options={[[now, 'now'], ...options]} onChange={setTo} />
      </div>
      <CommandLine words={['snapshot', 'diff']} given={[from, ...(to === now ? [] : [to])].map((id) => `@${id}`)} />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data !== undefined && <Differences compared={data} />}
    </Section>
  )
}

function Differences({ compared: { added, removed, changed, differences } }: { compared: Compared }) {
  if (differences.length === 0) return <p className="muted">Nothing differs.</p>
  return (
    <>
      <p className="numbers">
        {count(added)} added, {count(removed)} removed, {count(changed)} changed
      </p>
      <ul className={classes.differences}>
        {differences.map((difference) => (
          <Difference key={`${difference.table} ${difference.kind} ${difference.what}`} difference={difference} />
        ))}
      </ul>
    </>
  )
}

const signs = { added: '+', removed: '−', changed: '~' }

function Difference({ difference: { table, what, kind, changes } }: { difference: StateDifference }) {
  return (
    <li data-kind={kind}>
      <span aria-hidden className={classes.sign}>
        {signs[kind]}
      </span>
      <span>
        {kind} <code className="muted">{table}</code> {what}
        {changes.map(({ path, before, after }) => (
          <span key={path} className={classes.change}>
            <code>{path}</code> <del>{shown(before)}</del> <span aria-label="to">→</span> <ins>{shown(after)}</ins>
          </span>
        ))}
      </span>
    </li>
  )
}

const longest = 200

function shown(value: unknown): string {
  const text = value === undefined ? '(none)' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
