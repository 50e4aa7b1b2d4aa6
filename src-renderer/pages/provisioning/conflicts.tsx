import { Button, Checkbox } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conflict } from '../../../src-shared/api/conflicts.ts'
import { type ConflictAnswer, conflictTypes } from '../../../src-shared/domain/provisioning.ts'
import { api, client } from '../../lib/api.ts'
import { type Card, cardKey, cardOf } from '../../lib/conflict-cards.ts'
import { count, plural } from '../../lib/format.ts'
import { useQueryValue, useSandbox } from '../../lib/place.ts'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Gap, Toolbar } from '../../ui/page.tsx'
import { QuietSelect } from '../../ui/select.tsx'
import { AnswerDialog } from './answer-dialog.tsx'
import { ConflictCard } from './conflict-card.tsx'
import classes from './conflicts.module.css'

const pageSize = 50
/** As many as one answer takes. */
const mostAtOnce = 5000
const mostPerRead = 500

/** Members whom two groups claim for one exclusive place: they keep what they have until somebody answers. */
export function Conflicts() {
  const view = useView()
  const list = useCards(view.input)
  const [picked, setPicked] = useState<Map<string, Card>>(new Map())
  const [answering, setAnswering] = useState<ConflictAnswer | null>(null)
  const pick = (conflict: Conflict, on: boolean) =>
    setPicked((before) => {
      const next = new Map(before)
      if (on) next.set(cardKey(conflict), cardOf(conflict))
      else next.delete(cardKey(conflict))
      return next
    })
  const none = () => setPicked(new Map())
  return (
    <>
      <div className={classes.top}>
        <Toolbar>
          <FilterInput label="Search users and groups" value={view.search} onChange={view.setSearch} />
          <QuietSelect
            label="Conflict type"
            value={view.type}
            onChange={view.setType}
            options={[['', 'Any type'], ...conflictTypes.map((type): [string, string] => [type, type])]}
          />
          <Gap />
          {list.total > 0 && <SelectAll input={view.input} total={list.total} picked={picked.size} onPick={setPicked} />}
          <span role="group" aria-label="Answer the selected conflicts" className={classes.bulk}>
            <Button disabled={picked.size === 0} onClick={() => setAnswering('keepCurrent')}>
              Keep Current
            </Button>
            <Button disabled={picked.size === 0} onClick={() => setAnswering('useIncoming')}>
              Use Incoming
            </Button>
          </span>
        </Toolbar>
      </div>
      <div className={classes.page}>
        {list.error !== null && <ProblemNote error={list.error} retry={list.refetch} />}
        {list.total === 0 && list.known && <NoConflicts filtered={view.filtered} onReset={view.reset} />}
        <ul className={classes.cards} aria-label="Open conflicts">
          {list.items.map((conflict) => (
            <li key={cardKey(conflict)}>
              <ConflictCard
                conflict={conflict}
                picked={picked.has(cardKey(conflict))}
                onPick={(on) => pick(conflict, on)}
              />
            </li>
          ))}
        </ul>
        {list.more > 0 && (
          <Button className={classes.more} loading={list.loading} onClick={list.fetchMore}>
            Show {Math.min(list.more, pageSize)} more of {plural(list.total, 'conflict')}
          </Button>
        )}
      </div>
      {answering !== null && (
        <AnswerDialog
          answer={answering}
          cards={[...picked.values()]}
          onDone={none}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  )
}

type Input = ReturnType<typeof useView>['input']

function useView() {
  const sandbox = useSandbox()
  const [search, setSearch] = useQueryValue('search')
  const [type, setType] = useQueryValue('type')
  const known = conflictTypes.find((each) => each === type)
  return {
    search,
    setSearch,
    type: known ?? '',
    setType,
    filtered: search !== '' || known !== undefined,
    reset: () => {
      setSearch('')
      setType('')
    },
    input: { sandbox, search, type: known },
  }
}

function useCards(input: Input) {
  const query = useInfiniteQuery(
    api.conflicts.list.infiniteOptions({
      input: (offset: number) => ({ ...input, offset, limit: pageSize }),
      initialPageParam: 0,
      getNextPageParam: ({ total }, pages) => (pages.length * pageSize < total ? pages.length * pageSize : undefined),
    }),
  )
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const total = query.data?.pages.at(-1)?.total ?? 0
  return {
    items,
    total,
    known: query.data !== undefined,
    more: total - items.length,
    error: query.error,
    loading: query.isFetchingNextPage,
    refetch: () => void query.refetch(),
    fetchMore: () => void query.fetchNextPage(),
  }
}

interface SelectAllProps {
  input: Input
  total: number
  picked: number
  onPick: (cards: Map<string, Card>) => void
}

/** Every card the filter shows, also those further down than what has been fetched. */
function SelectAll({ input, total, picked, onPick }: SelectAllProps) {
  const all = Math.min(total, mostAtOnce)
  const fetchAll = useMutation({
    mutationFn: async () => {
      const cards = new Map<string, Card>()
      for (let offset = 0; offset < all; offset += mostPerRead) {
        const { items } = await client.conflicts.list({ ...input, offset, limit: mostPerRead })
        for (const conflict of items) cards.set(cardKey(conflict), cardOf(conflict))
      }
      return cards
    },
    onSuccess: onPick,
  })
  return (
    <Checkbox
      label={picked === 0 ? `Select all (${count(all)})` : `${count(picked)} selected`}
      checked={picked > 0 && picked >= all}
      indeterminate={picked > 0 && picked < all}
      disabled={fetchAll.isPending}
      onChange={(event) => (event.currentTarget.checked ? fetchAll.mutate() : onPick(new Map()))}
    />
  )
}

function NoConflicts({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <Empty title="No conflict matches" action={<Button onClick={onReset}>Show all conflicts</Button>}>
        Nobody of that name has an open conflict of that type.
      </Empty>
    )
  }
  return (
    <Empty title="No open conflicts">
      One opens when two groups put the same user into two concurrency groups, or into two sub-organizations.
    </Empty>
  )
}
