import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { GroupMappings } from '../../ui/group-mappings.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './provisioning.module.css'

/** One SCIM group: its mappings, and the way to its members and to the picture. */
export function GroupPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const sandbox = useSandbox()
  const to = useTo()
  const { data, error, refetch } = useQuery(api.mappings.ofGroup.queryOptions({ input: { sandbox, groupId: id } }))
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="Group" title={`Group ${id}`} onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Group" title="…" onClose={onClose} />
  return (
    <DetailPanel
      label={`Mappings of ${data.displayName}`}
      title={<span title={data.displayName}>{data.displayName}</span>}
      subtitle={
        <>
          <span>{plural(data.members, 'member')}</span>
          {data.roles.length > 0 && <span>gives {data.roles.join(', ')}</span>}
          <span className={classes.links}>
            <Link to={to('groups', id)}>Open group</Link>
            <Link to={`${to('provisioning', 'flow')}?group=${encodeURIComponent(id)}`}>See in flow</Link>
          </span>
        </>
      }
      onClose={onClose}
    >
      <GroupMappings groupId={id} />
    </DetailPanel>
  )
}
