import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../lib/api.ts'
import { count, plural, shortInstant } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { Chip, TagChip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './attributes.module.css'

const pageSize = 200

/** What clients sent and the sandbox did not keep, a page at a time. */
export function Received() {
  const sandbox = useSandbox()
  const to = useTo()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    api.schemas.received.infiniteOptions({
      input: (offset: number) => ({ sandbox, offset, limit: pageSize }),
      initialPageParam: 0,
      getNextPageParam: ({ total }, pages) => (pages.length * pageSize < total ? pages.length * pageSize : undefined),
    }),
  )
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  const total = data.pages.at(-1)?.total ?? 0
  const items = data.pages.flatMap((page) => page.items)
  if (total === 0)
    return (
      <Empty title="Nothing was ignored">
        An attribute that no schema knows shows here, with the value that was sent and the reason.
      </Empty>
    )
  return (
    <>
      <ul className={classes.received}>
        {items.map(({ exchangeId, at, finding }, index) => (
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
      {hasNextPage && (
        <div className={classes.more}>
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
          <span className="muted small" role="status">
            The newest {count(items.length)} of {plural(total, 'value')}.
          </span>
        </div>
      )}
    </>
  )
}
