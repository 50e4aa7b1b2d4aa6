import { ActionIcon, Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { UserRoundSearch, X } from 'lucide-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Flow } from '../../../../src-shared/api/flow.ts'
import { api } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useQueryValue, useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FilterInput } from '../../../ui/filter-input.tsx'
import type { Choice } from '../../../ui/many-picker.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Split, Toolbar } from '../../../ui/page.tsx'
import { PersonPicker } from '../../../ui/person-picker.tsx'
import { LoadSampleCompany } from '../../../ui/sample-company.tsx'
import { EntityPanel } from '../entity-panel.tsx'
import { GroupPanel } from '../group-panel.tsx'
import pageClasses from '../provisioning.module.css'
import classes from './flow.module.css'

const FlowPicture = lazy(() => import('./flow-picture.tsx'))

/** Where members go and what they end as: SCIM group → mapping → entity → role. */
export function FlowView() {
  const sandbox = useSandbox()
  const view = useView()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...api.flow.get.queryOptions({ input: { sandbox, ...view.input } }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <Toolbar>
        {view.focused ? (
          <FocusChip flow={data} groupId={view.input.groupId} onClear={view.clear} />
        ) : (
          <FilterInput label="Search groups and entities" value={view.input.search} onChange={view.setSearch} />
        )}
        <FocusOnUser onChoose={view.focusOn} />
      </Toolbar>
      <div className={pageClasses.fill}>
        <Split
          list={
            <div className={classes.stage}>
              {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
              {data !== undefined && <Stage flow={data} view={view} isOld={isPlaceholderData} />}
            </div>
          }
          detail={view.open === '' ? null : <Detail open={view.open} onClose={() => view.setOpen('')} />}
        />
      </div>
    </>
  )
}

function Stage({ flow, view, isOld }: { flow: Flow; view: ReturnType<typeof useView>; isOld: boolean }) {
  if (flow.groups.length === 0 && flow.user === null) return <NoPicture search={view.input.search} onReset={view.clear} />
  return (
    <>
      {flow.more > 0 && (
        <p className={classes.more} role="status">
          {plural(flow.more, 'group')} more than shown. Search, or focus on one user or group, to see them.
        </p>
      )}
      <Suspense fallback={<p className={classes.wait}>Drawing the picture…</p>}>
        <FlowPicture flow={flow} focus={isOld ? null : view.focus} open={view.open} hrefOf={view.hrefOf} />
      </Suspense>
    </>
  )
}

function Detail({ open, onClose }: { open: string; onClose: () => void }) {
  const [kind, id = ''] = open.split(':')
  if (kind === 'group') return <GroupPanel key={open} id={id} onClose={onClose} />
  if (kind === 'entity') return <EntityPanel key={open} id={Number(id)} onClose={onClose} />
  return null
}

/** What of the picture is shown, as the address says. */
function useView() {
  const [query, setQuery] = useSearchParams()
  const [search, setSearch] = useQueryValue('search')
  const [open, setOpen] = useQueryValue('open')
  const userId = query.get('user') ?? undefined
  const groupId = query.get('group') ?? undefined
  const hrefOf = useCallback(
    (box: string) => {
      const next = new URLSearchParams(query)
      next.set('open', box)
      return `?${next}`
    },
    [query],
  )
  return {
    input: { userId, groupId, search },
    focused: userId !== undefined || groupId !== undefined,
    focus: `${userId ?? ''} ${groupId ?? ''} ${search}`,
    open,
    setOpen,
    setSearch,
    hrefOf,
    clear: () => setQuery({}),
    focusOn: ({ id }: Choice) => setQuery({ user: id }),
  }
}

function FocusChip({ flow, groupId, onClear }: { flow?: Flow; groupId?: string; onClear: () => void }) {
  const name = groupId === undefined ? flow?.user?.userName : flow?.groups.find(({ id }) => id === groupId)?.displayName
  return (
    <span className={classes.focus}>
      <span className="cut" title={name}>
        Focus: {name ?? '…'}
      </span>
      <ActionIcon aria-label="Show everything again" onClick={onClear}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </span>
  )
}

function FocusOnUser({ onChoose }: { onChoose: (user: Choice) => void }) {
  const [asking, setAsking] = useState(false)
  const [user, setUser] = useState<Choice | null>(null)
  const choose = async () => {
    if (user !== null) onChoose(user)
  }
  return (
    <>
      <Button leftSection={<UserRoundSearch size={15} aria-hidden />} onClick={() => setAsking(true)}>
        Focus on a user
      </Button>
      {asking && (
        <Dialog
          title="Focus on a user"
          confirm="Show"
          disabled={user === null}
          onConfirm={choose}
          onClose={() => setAsking(false)}
        >
          <PersonPicker label="User" value={user} onChange={setUser} />
        </Dialog>
      )}
    </>
  )
}

function NoPicture({ search, onReset }: { search: string; onReset: () => void }) {
  if (search !== '')
    return (
      <Empty title="Nothing matches" action={<Button onClick={onReset}>Show everything</Button>}>
        No group and no entity is called “{search}”.
      </Empty>
    )
  return (
    <Empty title="Nothing flows yet" action={<LoadSampleCompany primary />}>
      Push a group, and the way of its members shows here: group, mapping, entity, role.
    </Empty>
  )
}
