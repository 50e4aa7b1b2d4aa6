import { createOktaClient, type Member } from '../support/okta-client.ts'
import { org, steps, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

/** Okta as an app of the catalog (PATCH) and of the App Integration Wizard (GET, then PUT): every action must end the same. */
const kinds = ['OIN', 'AIW'] as const
type Okta = ReturnType<typeof createOktaClient>
const by = (kind: (typeof kinds)[number], action: (okta: Okta, w: World) => Promise<unknown>) => async (w: World) => {
  const okta = createOktaClient({ baseUrl: w.baseUrl, token: w.token }, kind)
  try {
    return await action(okta, w)
  } finally {
    okta.close()
  }
}
const members = (w: World, ...names: string[]): Member[] => names.map((name) => ({ value: w.ids[name]!, display: `${name}@acme.test` }))

const boss = (w: World) => w.user('boss', { role: 'Admin' })
const eng = steps(boss, org({ eng: { members: ['jane'], roles: ['Guest'], to: ['team qa', 'pool A'] } }, ['bob']))
const taken = steps(eng, (w) => w.group('b', { members: ['bob'] }), (w) => w.map('b', 'pool B'))

const rows: Story[] = kinds.flatMap((kind): Story[] => [
  {
    line: `${kind}: push a group → stored, rules evaluated; Pending → nobody moved`, given: org({}, ['jane']), does: by(kind, (okta, w) => okta.pushGroup('eng', members(w, 'jane'))),
    events: ['group.created eng', 'group.member.added jane eng'], at: { jane: 'root / Default' },
  },
  {
    line: `${kind}: push a group → members synced if a rule approves`, given: steps(org({}, ['jane', 'bob']), (w) => w.rule('Match All', 'team')), does: by(kind, (okta, w) => okta.pushGroup('eng', members(w, 'jane', 'bob'))),
    events: [
      'group.created eng', 'entity.created team eng', 'mapping.auto-approved eng>team eng', 'group.member.added jane eng', 'group.member.added bob eng', 'team.member.added jane eng',
      'team.member.added bob eng',
    ],
    at: { jane: 'root / Default / eng', bob: 'root / Default / eng' },
  },
  {
    line: `${kind}: add member → added to all mapped entities, role recomputed`, given: eng, does: by(kind, (okta, w) => okta.changeMembers(w.ids.eng!, 'eng', { add: members(w, 'bob'), all: members(w, 'jane', 'bob') })),
    events: ['group.member.added bob eng', 'role.changed bob User>Guest', 'concurrency-group.assigned bob Default>A', 'team.member.added bob qa'],
    at: { bob: 'root / A / qa', jane: 'root / A / qa' }, roles: { bob: 'Guest', jane: 'Guest' },
  },
  {
    line: `${kind}: add member → conflict if an exclusive slot is taken, the other entities apply`, given: taken, does: by(kind, (okta, w) => okta.changeMembers(w.ids.eng!, 'eng', { add: members(w, 'bob'), all: members(w, 'jane', 'bob') })),
    events: ['group.member.added bob eng', 'role.changed bob User>Guest', 'team.member.added bob qa', 'conflict.opened Concurrency Group: bob b>pool B | eng>pool A'],
    at: { bob: 'root / B / qa' }, conflicts: ['Concurrency Group: bob b>pool B | eng>pool A'],
  },
  {
    line: `${kind}: remove member → unassigned, role recomputed`, given: eng, does: by(kind, (okta, w) => okta.changeMembers(w.ids.eng!, 'eng', { remove: [w.ids.jane!], all: [] })),
    events: ['group.member.removed jane eng', 'role.changed jane Guest>User', 'concurrency-group.assigned jane A>Default', 'team.member.removed jane qa'], at: { jane: 'root / Default' }, roles: { jane: 'User' },
  },
  {
    line: `${kind}: remove member → a waiting group applies`, given: steps(taken, (w) => w.join('eng', 'bob')),
    does: by(kind, (okta, w) => okta.changeMembers(w.ids.b!, 'b', { remove: [w.ids.bob!], all: [] })),
    events: ['group.member.removed bob b', 'concurrency-group.assigned bob B>A', 'conflict.resolved Concurrency Group: bob b>pool B | eng>pool A (auto-resolved)'], at: { bob: 'root / A / qa' },
  },
  {
    line: `${kind}: rename group → name updated, mapped team and concurrency group renamed`, given: eng, does: by(kind, (okta, w) => okta.renameGroup(w.ids.eng!, 'platform')),
    events: ['group.renamed eng>platform', 'entity.renamed team qa>platform', 'entity.renamed pool A>platform'], at: { jane: 'root / platform / platform' }, mappings: { eng: ['team platform Approved', 'pool platform Approved'] },
  },
  {
    line: `${kind}: rename group → rules re-evaluated`, given: steps((w) => w.rule('Prefix: eng', 'team'), org({ eng: { members: ['jane'] } })), does: by(kind, (okta, w) => okta.renameGroup(w.ids.eng!, 'platform')),
    events: ['group.renamed eng>platform', 'entity.renamed team eng>platform', 'mapping.pending platform>team platform was Auto-Approved'], at: { jane: 'root / Default / platform' },
    mappings: { eng: ['team platform Pending on hold'] },
  },
  {
    line: `${kind}: unlink and delete → soft-deleted, members safely unassigned, roles recomputed`, given: steps(eng, (w) => w.group('web', { members: ['jane'], roles: ['User'] }), (w) => w.map('web', 'team web')),
    does: by(kind, (okta, w) => okta.unlink(w.ids.eng!)),
    events: [
      'group.deleted eng', 'group.member.removed jane eng', 'concurrency-group.assigned jane A>Default', 'team.member.removed jane qa', 'mapping.rejected eng>team qa', 'mapping.rejected eng>pool A',
    ],
    at: { jane: 'root / Default / web' }, roles: { jane: 'User' },
  },
  {
    line: `${kind}: re-push a deleted group → restored, members from the push, rules evaluated`, given: steps((w) => w.rule('Match All', 'team'), org({ eng: { members: ['jane', 'bob'] } }), (w) => w.drop('eng')),
    does: by(kind, (okta, w) => okta.pushGroup('eng', members(w, 'jane'))), events: ['group.restored eng', 'mapping.auto-approved eng>team eng', 'group.member.added jane eng', 'team.member.added jane eng'],
    at: { jane: 'root / Default / eng', bob: 'root / Default' },
  },
  {
    line: `${kind}: push now → nothing, where nothing changed`, given: eng, does: by(kind, (okta, w) => okta.pushNow(w.ids.eng!, members(w, 'jane'))), events: [], at: { jane: 'root / A / qa' }, roles: { jane: 'Guest' },
  },
])

const roles: Story[] = [
  { line: 'push a group → roles applied, mapped or not', given: steps(boss, org({}, ['jane'])), does: (w) => w.push('eng', ['jane'], ['Admin']),
    events: ['group.created eng', 'group.member.added jane eng', 'role.changed jane User>Admin'], roles: { jane: 'Admin' } },
  { line: 'change roles on a group → all members recomputed at once', given: steps(eng, (w) => w.join('eng', 'bob')), does: (w) => w.roles('eng', 'User'),
    events: ['group.roles.changed eng Guest>User', 'role.changed jane Guest>User', 'role.changed bob Guest>User'], roles: { jane: 'User', bob: 'User' }, at: { jane: 'root / A / qa' } },
]

stories('testmu-provisioning §10 what each Okta action ends in', rows)
stories('testmu-provisioning §10 roles', roles)
