import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import type { OktaGroupDetail } from '../../../../src-shared/api/okta/groups.ts'
import type { Person } from '../../../../src-shared/api/okta/people.ts'
import { api, client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useQueryValue, useSandbox, useTo } from '../../../lib/place.ts'
import { useWindowed } from '../../../lib/windowed.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FilterInput } from '../../../ui/filter-input.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { VirtualTable, type Column } from '../../../ui/virtual-table.tsx'
import { PersonChip } from '../chips.tsx'
import classes from '../okta.module.css'

type Member = Person & { byRule: boolean }

/** Who is in a group, by hand or by a rule. */
export function GroupMembers({ group: { id } }: { group: OktaGroupDetail }) {
  const sandbox = useSandbox()
  const to = useTo()
  const navigate = useNavigate()
  const [find, setFind] = useQueryValue('find')
  const remove = useOktaCall((personId: string) => client.okta.groups.removeMember({ sandbox, id, personId }))
  const { mutate } = remove
  const columns = useMemo(() => columnsOf(mutate), [mutate])
  const rows = useWindowed<Member>((offset, limit) =>
    api.okta.groups.members.queryOptions({ input: { sandbox, id, search: find, offset, limit } }),
  )
  return (
    <>
      <div className={classes.search}>
        <FilterInput label="Search people in the group" value={find} onChange={setFind} />
        {remove.error !== null && <ProblemNote error={remove.error} />}
      </div>
      <VirtualTable
        label="People in the group"
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        hrefOf={(row) => to('okta', 'people', row.id)}
        onOpen={(person) => void navigate(to('okta', 'people', person))}
        empty={
          find === '' ? (
            <Empty title="Nobody is in it">Assign people, or let a group rule put them in.</Empty>
          ) : (
            <Empty title="Nobody matches">Nobody in this group is called “{find}”.</Empty>
          )
        }
      />
    </>
  )
}

function columnsOf(onRemove: (personId: string) => void): Column<Member>[] {
  return [
    {
      key: 'login',
      header: 'Username',
      width: 'minmax(140px, 2fr)',
      main: true,
      cell: (row) => row.profile.login,
      title: (row) => row.profile.login,
    },
    { key: 'status', header: 'Status', width: '92px', cell: (row) => <PersonChip status={row.status} /> },
    {
      key: 'how',
      header: 'Managed',
      width: '92px',
      cell: (row) =>
        row.byRule ? (
          <Chip tone="outline">by a rule</Chip>
        ) : (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`Remove ${row.profile.login}`}
            onClick={() => onRemove(row.id)}
          >
            Remove
          </Button>
        ),
    },
  ]
}
