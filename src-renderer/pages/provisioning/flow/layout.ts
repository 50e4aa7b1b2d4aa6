import type { Flow } from '../../../../src-shared/api/flow.ts'
import type { Role } from '../../../../src-shared/domain/roles.ts'
import type { FlowGroup, FlowMapping, Row, Section } from './rows.ts'

export type FlowUser = NonNullable<Flow['user']>
export type FlowEntity = Flow['entities'][number]

/** What a box shows. */
export type Content =
  | { kind: 'section'; section: Section; groups: number }
  | { kind: 'fold'; section: Section; hidden: number }
  | { kind: 'user'; user: FlowUser }
  | { kind: 'group'; group: FlowGroup }
  /** `mapping` is null for a group without one; `applies` only with a user in focus. */
  | { kind: 'mapping'; groupId: string; mapping: FlowMapping | null; applies: boolean | null }
  | { kind: 'entity'; entity: FlowEntity }
  | { kind: 'role'; groupId: string; roles: [Role, number][]; user: FlowUser | null }

export interface Box {
  id: string
  x: number
  y: number
  width: number
  height: number
  content: Content
}

/** How a line looks: members go along it, wait, are refused, or compete. */
export type LineState = 'synced' | 'pending' | 'rejected' | 'conflict' | 'role'

export interface Line {
  id: string
  source: string
  target: string
  state: LineState
  /** Goes around the boxes between its ends. */
  below?: boolean
}

export interface Picture {
  boxes: Box[]
  lines: Line[]
}

export const boxHeight = 48
const lineHeight = 60
const blockGap = 8
const sectionHeight = 44
const foldHeight = 44
const widths = { user: 190, group: 190, mapping: 200, entity: 222, role: 160 }
const left = { user: -240, group: 0, mapping: 234, entity: 478, role: 744 }
const headings = { group: 'SCIM group', mapping: 'Mapping', entity: 'Entity', role: 'Role' } as const

/** Where each column of the picture is. */
export const columns = (['group', 'mapping', 'entity', 'role'] as const).map((column) => ({
  text: headings[column],
  x: left[column],
  width: widths[column],
}))

/** Every box and line of the picture; the same input gives the same picture. */
export function layOut(flow: Flow, rows: readonly Row[]): Picture {
  const boxes: Box[] = []
  const lines: Line[] = []
  const drawing = { flow, entities: new Map(flow.entities.map((entity) => [entity.id, entity])), placed: new Set<number>() }
  let y = 0
  for (const row of rows) {
    const block = row.type === 'group' ? groupBlock(drawing, row, y) : banner(row, y)
    boxes.push(...block.boxes)
    lines.push(...block.lines)
    y = block.end
  }
  return flow.user === null ? { boxes, lines } : aroundUser(flow, flow.user, { boxes, lines }, y)
}

interface Block extends Picture {
  end: number
}

interface Drawing {
  flow: Flow
  entities: ReadonlyMap<number, FlowEntity>
  /** Entities that have their box: a Rejected mapping may share one with its owner. */
  placed: Set<number>
}

/** A section title or a fold, across the columns. */
function banner(row: Exclude<Row, { type: 'group' }>, y: number): Block {
  const shared = { id: `${row.type}:${row.section}`, x: left.group, y, width: left.role + widths.role }
  if (row.type === 'section') {
    const content = { kind: 'section' as const, section: row.section, groups: row.groups }
    return { boxes: [{ ...shared, height: sectionHeight - 8, content }], lines: [], end: y + sectionHeight }
  }
  const content = { kind: 'fold' as const, section: row.section, hidden: row.hidden }
  return { boxes: [{ ...shared, height: foldHeight - 8, content }], lines: [], end: y + foldHeight + blockGap }
}

/** A group with its mappings below one another, their entities beside them, and what its members end as. */
function groupBlock(drawing: Drawing, { group, mappings }: Extract<Row, { type: 'group' }>, y: number): Block {
  const { user, roles: ended } = drawing.flow
  const count = Math.max(mappings.length, 1)
  const middle = y + ((count - 1) * lineHeight) / 2
  const groupBox = box('group', `group:${group.id}`, middle, { kind: 'group', group })
  const block: Block = { boxes: [groupBox], lines: [], end: y + count * lineHeight + blockGap }
  if (mappings.length === 0) addUnmapped(block, drawing, group.id, y)
  mappings.forEach((mapping, index) => addMapping(block, drawing, mapping, y + index * lineHeight))
  if (user !== null) return block
  const roles = ended.filter(({ groupId }) => groupId === group.id).map(({ role, users }): [Role, number] => [role, users])
  block.boxes.push(box('role', `role:${group.id}`, middle, { kind: 'role', groupId: group.id, roles, user }))
  return block
}

function addUnmapped({ boxes, lines }: Block, { flow: { user } }: Drawing, groupId: string, y: number): void {
  const id = `mapping:none:${groupId}`
  boxes.push(box('mapping', id, y, { kind: 'mapping', groupId, mapping: null, applies: null }))
  lines.push(line(`group:${groupId}`, id, 'pending'), line(id, roleBox(groupId, user), 'role'))
}

function addMapping({ boxes, lines }: Block, { flow: { user }, entities, placed }: Drawing, mapping: FlowMapping, y: number): void {
  const { id, groupId, entityId } = mapping
  const state = stateOf(mapping, user)
  const applies = user === null || entityId === null ? null : user.entityIds.includes(entityId)
  boxes.push(box('mapping', `mapping:${id}`, y, { kind: 'mapping', groupId, mapping, applies }))
  lines.push(line(`group:${groupId}`, `mapping:${id}`, state))
  const entity = entityId === null ? undefined : entities.get(entityId)
  if (entity === undefined) {
    lines.push(line(`mapping:${id}`, roleBox(groupId, user), 'role'))
    return
  }
  const entityBox = `entity:${entity.id}`
  if (!placed.has(entity.id)) boxes.push(box('entity', entityBox, y, { kind: 'entity', entity }))
  placed.add(entity.id)
  lines.push(line(`mapping:${id}`, entityBox, state), line(entityBox, roleBox(groupId, user), 'role'))
}

/** What a group's members end as; with a user in focus there is one role, theirs. */
function roleBox(groupId: string, user: FlowUser | null): string {
  return user === null ? `role:${groupId}` : 'role:user'
}

/** A user in focus stands before the groups, with one role after them; what no group gave comes last, straight from the user. */
function aroundUser(flow: Flow, user: FlowUser, { boxes, lines }: Picture, end: number): Picture {
  const groups = boxes.filter(({ content }) => content.kind === 'group')
  const reached = new Set(boxes.map(({ id }) => id))
  const rest = flow.entities.filter(({ id }) => user.entityIds.includes(id) && !reached.has(`entity:${id}`))
  const top = groups[0]?.y ?? 0
  const bottom = groups.at(-1)?.y ?? 0
  const id = `user:${user.id}`
  return {
    boxes: [
      box('user', id, (top + bottom) / 2, { kind: 'user', user }),
      ...boxes,
      box('role', roleBox('', user), (top + bottom) / 2, { kind: 'role', groupId: '', roles: [[user.role, 1]], user }),
      ...rest.map((entity, index) =>
        box('entity', `entity:${entity.id}`, end + index * lineHeight, { kind: 'entity', entity }),
      ),
    ],
    lines: [
      ...groups.map((group) => line(id, group.id, 'synced')),
      ...lines,
      ...rest.map((entity) => ({ ...line(id, `entity:${entity.id}`, 'synced'), below: true })),
    ],
  }
}

function stateOf({ id, status, conflicts, entityId }: FlowMapping, user: FlowUser | null): LineState {
  if (status === 'Rejected') return 'rejected'
  if (user !== null && user.waiting.includes(id)) return 'conflict'
  if (user !== null && entityId !== null && user.entityIds.includes(entityId)) return 'synced'
  if (status === 'Pending') return 'pending'
  return user === null && conflicts > 0 ? 'conflict' : 'synced'
}

function box(column: keyof typeof left, id: string, y: number, content: Content): Box {
  return { id, x: left[column], y, width: widths[column], height: boxHeight, content }
}

function line(source: string, target: string, state: LineState): Line {
  return { id: `${source} ${target}`, source, target, state }
}
