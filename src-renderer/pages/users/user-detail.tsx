import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { UserDetail } from '../../../src-shared/api/users.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../src-shared/scim/types.ts'
import { api } from '../../lib/api.ts'
import { dateAndTime } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { ActiveChip, RoleChip } from '../../ui/chip.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { Empty } from '../../ui/empty.tsx'
import { History } from '../../ui/event-list.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts } from '../../ui/section.tsx'
import { Assignments } from './assignments.tsx'
import { RoleLadder } from './role-ladder.tsx'
import { UserActions } from './user-actions.tsx'
import classes from './users.module.css'

/** One user, from every side. */
export function UserDetailPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.users.get.queryOptions({ input: { sandbox, id } }))
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="User" title={`User ${id}`} onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="User" title="…" onClose={onClose} />
  const { row } = data
  return (
    <DetailPanel
      label={`User ${row.userName}`}
      title={<span title={row.userName}>{row.userName}</span>}
      onClose={onClose}
      subtitle={
        <>
          <span>{row.name}</span>
          <ActiveChip active={row.active} />
          <RoleChip role={row.role} />
        </>
      }
      actions={<UserActions user={data} onRemoved={onClose} />}
      tabs={[
        { value: 'profile', label: 'Profile', content: <Profile user={data} /> },
        { value: 'attributes', label: 'Attributes', content: <Attributes resource={data.resource} /> },
        { value: 'groups', label: 'Groups', content: <Groups user={data} /> },
        { value: 'role', label: 'Role: why', content: <RoleLadder why={data.why} /> },
        { value: 'assignments', label: 'Assignments', content: <Assignments user={data} /> },
        { value: 'history', label: 'History', content: <History of={{ userId: id }} /> },
        {
          value: 'json',
          label: 'JSON',
          content: <CodeView text={JSON.stringify(data.resource, null, 2)} label="JSON" />,
        },
      ]}
    />
  )
}

function Profile({ user: { row, resource, override } }: { user: UserDetail }) {
  const name = isObject(resource.name) ? resource.name : {}
  return (
    <Facts
      items={[
        [
          'userName',
          <>
            {row.userName} <CopyButton text={row.userName} label="Copy userName" />
          </>,
        ],
        [
          'id',
          <>
            <code>{row.id}</code> <CopyButton text={row.id} label="Copy id" />
          </>,
        ],
        ['externalId', <Value key="external" value={resource.externalId} />],
        ['Given name', <Value key="given" value={name.givenName} />],
        ['Family name', <Value key="family" value={name.familyName} />],
        ['Status', <ActiveChip key="active" active={row.active} />],
        [
          'Effective role',
          <span key="role" className={classes.inline}>
            <RoleChip role={row.role} />
            {override !== null && <span className="muted">set by hand, until the next sync</span>}
          </span>,
        ],
        ['Changed', dateAndTime(row.modified)],
      ]}
    />
  )
}

/** Every stored attribute by its full path. */
function Attributes({ resource }: { resource: Record<string, JsonValue> }) {
  const rows = flat(resource).filter(([path]) => path !== 'schemas')
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([path, value]) => (
          <tr key={path}>
            <td className="code">{path}</td>
            <td>
              <Value value={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Groups({ user: { groups } }: { user: UserDetail }) {
  const to = useTo()
  if (groups.length === 0) return <Empty title="In no group">A push of a group with this user in it shows here.</Empty>
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Roles it gives</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ id, displayName, roles }) => (
          <tr key={id}>
            <td>
              <Link to={to('groups', id)}>{displayName}</Link>
            </td>
            <td className={classes.inline}>
              {roles.length === 0 ? (
                <span className="muted">none</span>
              ) : (
                roles.map((role) => <RoleChip key={role} role={role} />)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ value }: { value: JsonValue | undefined }) {
  if (value === undefined || value === null || value === '') return <span className="muted">not set</span>
  return <span>{typeof value === 'string' ? value : JSON.stringify(value)}</span>
}

function flat(object: JsonObject, prefix = ''): [string, JsonValue][] {
  return Object.entries(object).flatMap(([key, value]): [string, JsonValue][] => {
    const path = prefix === '' ? key : `${prefix}${prefix.startsWith('urn:') ? ':' : '.'}${key}`
    if (isObject(value)) return flat(value, path)
    return Array.isArray(value) ? value.map((item, index) => [`${path}[${index}]`, item]) : [[path, value]]
  })
}
