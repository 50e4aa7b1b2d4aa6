import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { RulePreview } from '../../../src-shared/api/rules.ts'
import { api } from '../../lib/api.ts'
import { count, plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { previewWords } from '../../lib/rule-words.ts'
import { Chip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './rules.module.css'

type Given = Parameters<typeof api.rules.preview.queryOptions>[0]['input']

/** The groups a rule matches now: none of them changes by it. */
export function RulePreviewList({ given, id }: { given: Omit<Given & object, 'sandbox' | 'id'>; id?: number }) {
  const sandbox = useSandbox()
  const { data, error } = useQuery({
    ...api.rules.preview.queryOptions({ input: { sandbox, ...given, id } }),
    placeholderData: keepPreviousData,
  })
  if (error !== null) return <ProblemNote error={error} />
  if (data === undefined) return null
  return (
    <section className={classes.preview} aria-label="Groups it matches">
      <header aria-live="polite">
        <strong>Matches {plural(data.total, 'group')}</strong>
        {data.total > 0 && <p>They stay as they are. It counts when one is pushed anew or renamed.</p>}
      </header>
      {data.total === 0 ? (
        <p className="muted">No pushed group has such a name yet.</p>
      ) : (
        <ul tabIndex={0} aria-label="Matching groups">
          {data.groups.map((group) => (
            <Match key={group.groupId} group={group} />
          ))}
          {data.total > data.groups.length && (
            <li className="muted">and {count(data.total - data.groups.length)} more</li>
          )}
        </ul>
      )}
    </section>
  )
}

function Match({ group }: { group: RulePreview['groups'][number] }) {
  const { decision, stays } = previewWords(group)
  return (
    <li>
      <span className={classes.match}>
        <b className="cut" title={group.displayName}>
          {group.displayName}
        </b>
        <Chip tone={group.decides ? 'accent' : 'outline'}>{decision}</Chip>
      </span>
      <span className="muted">{stays}</span>
    </li>
  )
}
