import { describe, expect, test } from 'vitest'
import type { Flow } from '../../src-shared/api/flow.ts'
import { boxHeight, layOut } from '../../src-renderer/pages/provisioning/flow/layout.ts'
import { keptOfFold, rowsOf, sectionOf, type FlowMapping } from '../../src-renderer/pages/provisioning/flow/rows.ts'
import { reveal, startView } from '../../src-renderer/pages/provisioning/flow/viewport.ts'

const mapping = (id: number, changes: Partial<FlowMapping> = {}): FlowMapping => ({
  id, groupId: `g${id}`, kind: 'team', entityId: id, status: 'Auto-Approved', targetDeleted: false, assigned: 1, conflicts: 0, ...changes,
})
const group = (id: number) => ({ id: `g${id}`, displayName: `group ${id}`, members: 1, roles: [] })
const entity = (id: number) => ({ id, kind: 'team' as const, name: `team ${id}`, isDefault: false, members: 1 })

function flowOf(count: number, changes: Partial<Flow> = {}): Flow {
  const ids = Array.from({ length: count }, (_, index) => index + 1)
  return {
    groups: ids.map(group), mappings: ids.map((id) => mapping(id)), entities: ids.map(entity),
    roles: ids.map((id) => ({ groupId: `g${id}`, role: 'User', users: 1 })), user: null, more: 0, ...changes,
  }
}

describe('rows of the flow picture', () => {
  test('a group stands where somebody is waited for first', () => {
    expect(sectionOf([])).toBe('No mapping yet')
    expect(sectionOf([mapping(1, { status: 'Rejected' }), mapping(2, { kind: 'subOrganization' })])).toBe('Sub-organizations')
    expect(sectionOf([mapping(1), mapping(2, { status: 'Pending' })])).toBe('Pending')
    expect(sectionOf([mapping(1, { status: 'Pending', targetDeleted: true })])).toBe('Needs attention')
  })

  test('few groups are all shown, one section needs no title', () => {
    expect(rowsOf(flowOf(5), new Set()).map(({ type }) => type)).toEqual(Array(5).fill('group'))
  })

  test('long sections of many groups fold, and unfold', () => {
    const flow = flowOf(100, { mappings: flowOf(100).mappings.slice(10) })
    const folded = rowsOf(flow, new Set())
    expect(folded.filter(({ type }) => type === 'group')).toHaveLength(2 * keptOfFold)
    expect(folded.flatMap((row) => (row.type === 'fold' ? [[row.section, row.hidden]] : []))).toEqual([['Teams', 85], ['No mapping yet', 5]])
    expect(rowsOf(flow, new Set(['Teams'])).filter(({ type }) => type === 'group')).toHaveLength(90 + keptOfFold)
  })
})

describe('layout of the flow picture', () => {
  const picture = (flow: Flow) => layOut(flow, rowsOf(flow, new Set(['Teams'])))

  test('the same flow gives the same picture, and no box covers another', () => {
    const flow = flowOf(60, { mappings: [...flowOf(60).mappings, mapping(99, { groupId: 'g3', status: 'Rejected', entityId: 4 })] })
    const { boxes, lines } = picture(flow)
    expect(picture(flow)).toEqual({ boxes, lines })
    for (const kind of ['group', 'mapping', 'entity', 'role']) {
      const column = boxes.filter(({ content }) => content.kind === kind).map(({ y }) => y).toSorted((a, b) => a - b)
      column.slice(1).forEach((y, index) => expect(y - column[index]!, kind).toBeGreaterThanOrEqual(boxHeight))
    }
    const known = new Set(boxes.map(({ id }) => id))
    expect(known.size).toBe(boxes.length)
    expect(lines.filter(({ source, target }) => !known.has(source) || !known.has(target))).toEqual([])
  })

  test('an unmapped group is Pending and keeps its role', () => {
    const { lines } = picture(flowOf(1, { mappings: [], entities: [] }))
    expect(lines.map(({ source, target, state }) => [source, target, state])).toEqual([
      ['group:g1', 'mapping:none:g1', 'pending'], ['mapping:none:g1', 'role:g1', 'role'],
    ])
  })

  test('a user in focus has one role, the claims that wait, and the places no group gave', () => {
    const user = { id: 'u', userName: 'mia', role: 'User' as const, entityIds: [1, 7], waiting: [2] }
    const { boxes, lines } = picture(flowOf(2, { user, entities: [entity(1), entity(2), { ...entity(7), isDefault: true }] }))
    expect(boxes.filter(({ content }) => content.kind === 'role').map(({ id }) => id)).toEqual(['role:user'])
    const states = Object.fromEntries(lines.map(({ id, state }) => [id, state]))
    expect(states['mapping:1 entity:1']).toBe('synced')
    expect(states['mapping:2 entity:2']).toBe('conflict')
    expect(states['user:u entity:7']).toBe('synced')
  })
})

describe('the view on the picture', () => {
  const window = { width: 800, height: 600 }

  test('starts with all of a small picture, and with the top of a long one', () => {
    expect(startView(window, [{ x: 0, y: 0, width: 400, height: 300 }])).toEqual({ zoom: 1, x: 200, y: 28 })
    const long = startView(window, [{ x: 0, y: 0, width: 800, height: 9000 }])
    expect(long).toEqual({ zoom: 744 / 800, x: 28, y: 28 })
  })

  test('moves no further than a focused box needs', () => {
    const view = { x: 0, y: 0, zoom: 1 }
    expect(reveal(view, window, { x: 100, y: 300, width: 200, height: 48 })).toBe(view)
    expect(reveal(view, window, { x: 100, y: 580, width: 200, height: 48 })).toEqual({ x: 0, y: -158, zoom: 1 })
    expect(reveal(view, window, { x: 0, y: 300, width: 2000, height: 48 })).toEqual({ x: 28, y: 0, zoom: 1 })
  })
})
