import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import { ChevronsUpDown } from 'lucide-react'
import { createContext, memo, useContext, type ReactNode } from 'react'
import { Link } from 'react-router'
import { entityKindNames } from '../../../../src-shared/domain/provisioning.ts'
import { count, plural } from '../../../lib/format.ts'
import { useTo } from '../../../lib/place.ts'
import { Chip, MappingChips, RoleChip } from '../../../ui/chip.tsx'
import classes from './flow.module.css'
import type { Content } from './layout.ts'
import type { Section } from './rows.ts'

export type FlowNode = Node<{ content: Content }>

/** What the boxes ask of the picture around them. */
export interface Surroundings {
  /** The box that is open beside the picture. */
  open: string
  hrefOf: (box: string) => string
  unfold: (section: Section) => void
  onFocus: (box: string) => void
}
export const SurroundingsContext = createContext<Surroundings>({
  open: '',
  hrefOf: () => '',
  unfold: () => undefined,
  onFocus: () => undefined,
})

export const FlowBox = memo(({ id, data: { content } }: NodeProps<FlowNode>) => <Body id={id} content={content} />)

function Body({ id, content }: { id: string; content: Content }) {
  const to = useTo()
  switch (content.kind) {
    case 'section':
      return (
        <h3 className={classes.section}>
          {content.section} <span className="numbers">{count(content.groups)}</span>
        </h3>
      )
    case 'fold':
      return <Fold id={id} {...content} />
    case 'user':
      return (
        <Card id={id} href={to('users', content.user.id)} name={content.user.userName} what="User">
          <span>the user in focus</span>
        </Card>
      )
    case 'group':
      return (
        <Card id={id} open={`group:${content.group.id}`} name={content.group.displayName} what="SCIM group">
          <span>{plural(content.group.members, 'member')}</span>
          {content.group.roles.length > 0 && <span>gives {content.group.roles.join(', ')}</span>}
        </Card>
      )
    case 'mapping':
      return <MappingBox id={id} {...content} />
    case 'entity':
      return (
        <Card id={id} open={id} name={content.entity.name} what={entityKindNames[content.entity.kind]}>
          <span>{entityKindNames[content.entity.kind]}</span>
          <span>{content.entity.isDefault ? 'default' : plural(content.entity.members, 'member')}</span>
        </Card>
      )
    case 'role':
      return <RoleBox id={id} {...content} />
  }
}

interface CardProps {
  id: string
  name: ReactNode
  /** What kind of thing it is, for those who do not see the column. */
  what: string
  children: ReactNode
  /** What opens beside the picture. */
  open?: string
  /** Where it leads instead. */
  href?: string
  tone?: 'quiet' | 'attention'
}

function Card({ id, name, what, children, open, href, tone }: CardProps) {
  const around = useContext(SurroundingsContext)
  const target = href ?? around.hrefOf(open ?? id)
  return (
    <>
      <Ends />
      <Link
        to={target}
        replace={href === undefined}
        preventScrollReset
        className={classes.box}
        data-tone={tone}
        aria-current={open !== undefined && around.open === open ? 'true' : undefined}
        onFocus={() => around.onFocus(id)}
        draggable={false}
      >
        <span className={classes.name} title={typeof name === 'string' ? `${what} ${name}` : undefined}>
          <span className={classes.what}>{what} </span>
          {name}
        </span>
        <span className={classes.facts}>{children}</span>
      </Link>
    </>
  )
}

function MappingBox({ id, groupId, mapping, applies }: { id: string } & Extract<Content, { kind: 'mapping' }>) {
  if (mapping === null) {
    return (
      <Card id={id} open={`group:${groupId}`} name={<MappingChips status="Pending" />} what="Mapping" tone="quiet">
        <span>no mapping yet</span>
      </Card>
    )
  }
  const { status, targetDeleted, assigned, conflicts, kind, entityId } = mapping
  const name = <MappingChips status={status} targetDeleted={targetDeleted} />
  const claims = status === 'Approved' || status === 'Auto-Approved'
  return (
    <Card id={id} open={`group:${groupId}`} name={name} what="Mapping" tone={conflicts > 0 && applies !== true ? 'attention' : undefined}>
      <span>{entityId === null ? `${entityKindNames[kind]}, none chosen` : `${count(assigned)} assigned`}</span>
      {applies === null && conflicts > 0 && <span className={classes.conflict}>{plural(conflicts, 'conflict')}</span>}
      {applies === false && claims && <span className={classes.conflict}>not this user</span>}
    </Card>
  )
}

function RoleBox({ id, groupId, roles, user }: { id: string } & Extract<Content, { kind: 'role' }>) {
  const to = useTo()
  const href = user === null ? `${to('groups', groupId)}?tab=members` : `${to('users', user.id)}?tab=role`
  const around = useContext(SurroundingsContext)
  return (
    <>
      <Ends />
      <Link to={href} className={classes.roles} onFocus={() => around.onFocus(id)} draggable={false}>
        <span className={classes.what}>{user === null ? 'Members end as ' : 'Ends as '}</span>
        {roles.length === 0 && <span className="muted">nobody yet</span>}
        {roles.map(([role, users]) => (
          <span key={role} className={classes.role}>
            <RoleChip role={role} />
            {user === null && <span className="numbers">{count(users)}</span>}
          </span>
        ))}
      </Link>
    </>
  )
}

function Fold({ id, section, hidden }: { id: string } & Extract<Content, { kind: 'fold' }>) {
  const around = useContext(SurroundingsContext)
  return (
    <button
      type="button"
      className={classes.fold}
      onClick={() => around.unfold(section)}
      onFocus={() => around.onFocus(id)}
    >
      <ChevronsUpDown size={14} aria-hidden />
      <span>
        Show {count(hidden)} more of <b>{section}</b>
      </span>
      <Chip tone="outline">{plural(hidden, 'group')}</Chip>
    </button>
  )
}

/** Where lines begin and end. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={classes.end} />
      <Handle type="source" position={Position.Right} isConnectable={false} className={classes.end} />
    </>
  )
}
