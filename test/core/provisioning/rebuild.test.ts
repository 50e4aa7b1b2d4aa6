import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Db, openDatabase } from '../../../src-main/core/db/open.ts'
import { rebuild } from '../../../src-main/core/provisioning/reconcile.ts'
import { readSettings, switchesOf } from '../../../src-main/core/sandboxes/settings.ts'
import { loadModels } from '../../../src-main/core/scim/schema/store.ts'
import { mapped, org, steps, type World } from '../../support/mapped.ts'
import { startLab } from '../../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const facts = ['resources', 'memberships', 'entities', 'mappings', 'rules', 'claims', 'decisions', 'overrides', 'holders']
const derived = ['placements', 'team_members', 'conflicts']
const dump = (db: Db, tables: string[]) => Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]))

const two = org({ a: { members: ['jane', 'bob'], roles: ['Guest'], to: ['team qa', 'pool A'] }, b: { to: ['pool B', 'team web'] }, s: { to: ['sub US'] } }, ['mia'])
const both = (group: string) => (w: World) => w.join(group, 'jane')
const rows: [line: string, given: (w: World) => Promise<unknown>][] = [
  ['nobody mapped', org({ a: { members: ['jane'] } })],
  ['teams and pools', two],
  ['an open conflict', steps(two, both('b'))],
  ['open Cross-Type conflicts', steps(two, both('b'), both('s'))],
  ['the sub-organization first', steps(two, (w) => w.join('s', 'mia'), (w) => w.join('a', 'mia'))],
  ['Keep Current', steps(two, both('b'), (w) => w.answer('keepCurrent', 'jane', 'a', 'b'))],
  ['Use Incoming', steps(two, both('b'), (w) => w.answer('useIncoming', 'jane', 'a', 'b'))],
  ['a sub-organization that won', steps(two, both('s'), (w) => w.answer('useIncoming', 'jane', 'a>team qa', 's'))],
  ['a decision that moved nobody', steps(two, both('b'), (w) => w.answer('keepCurrent', 'jane', 'a', 'b'), (w) => w.leave('a', 'jane'), both('a'))],
  ['on hold', steps((w) => w.rule('Match All', 'pool'), org({ eng: { members: ['jane'] } }), async (w) => {
    await w.api.rules.remove({ sandbox: w.slug, id: (await w.api.rules.list({ sandbox: w.slug }))[0]!.id })
    await w.rename('eng', 'new')
    await w.user('bob')
    await w.join('eng', 'bob')
  })],
  ['target_deleted', steps(two, (w) => w.removeEntity('pool A'))],
  ['by hand', steps(two, (w) => w.entity('pool M'), (w) => w.assign('jane', 'pool M'), (w) => w.takeOut('jane', 'team qa'), (w) => w.setRole('jane', 'Admin'), (w) => w.assign('bob', 'sub US'))],
  ['LambdatestGroup', steps(two, (w) => w.entity('pool lab'), (w) => w.userAttribute('mia', 'LambdatestGroup', 'LAB'))],
  ['inactive', steps(two, both('b'), (w) => w.scim('DELETE', `/Users/${w.ids.jane}`))],
  ['a deleted group', steps(two, both('b'), (w) => w.drop('a'))],
  ['teams off, one joined and one left since', steps(two, (w) => w.flag('teams', false), (w) => w.join('a', 'mia'), (w) => w.leave('a', 'jane'))],
  ['all types off, one joined and one left since', steps(two, both('b'), (w) => w.flag('teams', false), (w) => w.flag('concurrencyGroups', false), (w) => w.flag('subOrganizations', false), (w) => w.join('s', 'mia'), (w) => w.leave('a', 'jane'))],
]

describe('engine §1 a rebuild drops only derived state and gives the same again', () => {
  test.each(rows)('%s', async (_, given) => {
    const { core, sandbox } = await lab
    const w = mapped(await sandbox())
    await given(w)
    const db = openDatabase(join(core.dataDir, 'sandboxes', `${w.slug}.sqlite`))
    try {
      const settings = readSettings(db)
      const before = [dump(db, facts), dump(db, derived)]
      db.transaction(() => rebuild({ db, settings, switches: switchesOf(settings), models: loadModels(db), now: 0, findings: [], events: [] })).immediate()
      expect([dump(db, facts), dump(db, derived)]).toEqual(before)
    } finally {
      db.close()
    }
  })
})
