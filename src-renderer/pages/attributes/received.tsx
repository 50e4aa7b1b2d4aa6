import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../lib/api.ts'
import { plural, shortInstant } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { Chip, TagChip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './attributes.module.css'

const shown = 200

/** What clients sent and the sandbox did not keep. */
export function Received() {
  const sandbox = useSandbox()
  const to = useTo()
  const { data, error, refetch } = useQuery(api.schemas.received.queryOptions({ input: { sandbox, limit: shown } }))
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  if (data.total === 0)
    return (
      <Empty title="Nothing was ignored">
        An attribute that no schema knows shows here, with the value that was sent and the reason.
      </Empty>
    )
  return (
    <>
      <ul className={classes.received}>
        {data.items.map(({ exchangeId, at, finding }, index) => (
          <li key={`${exchangeId} ${index}`}>
            <div className={classes.receivedHead}>
              <code>{finding.path ?? finding.code}</code>
              {finding.path !== undefined && <CopyButton text={finding.path} label="Copy path" />}
              <span className={classes.gap} />
              <span className="muted numbers">{shortInstant(at)}</span>
              <Link to={`${to('requests', String(exchangeId))}?tab=explain`}>request {exchangeId}</Link>
            </div>
            <p>{finding.text}</p>
            <div className={classes.traits}>
              {finding.value !== undefined && <Chip>{JSON.stringify(finding.value)}</Chip>}
              <Chip tone="outline">{finding.rule}</Chip>
              <TagChip tag={finding.tag} />
            </div>
          </li>
        ))}
      </ul>
      {data.total > shown && (
        <p className="muted small">
          The newest {shown} of {plural(data.total, 'value')}.
        </p>
      )}
    </>
  )
}
