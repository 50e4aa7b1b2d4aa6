import { expect } from 'vitest'
import { org, steps, type Target, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

/** The tables of the vendor's guide (docs/scim.md), row by row. */
const boss = (w: World) => w.user('boss', { role: 'Admin' })
const eng = (...to: Target[]) => org({ eng: { members: ['jane'], to } }, ['bob'])

const rolePriority: Story[] = [
  { line: 'eng-team User, org-admins Admin → Admin (highest wins)', given: org({ 'eng-team': { members: ['jane'], roles: ['User'] } }), does: (w) => w.push('org-admins', ['jane'], ['Admin']),
    events: ['group.created org-admins', 'group.member.added jane org-admins', 'role.changed jane User>Admin'], roles: { jane: 'Admin' } },
]
const roleChanges: Story[] = [
  { line: 'user added to a group with Admin → upgraded, if currently lower', given: org({ eng: { roles: ['Admin'] } }, ['jane']), does: (w) => w.join('eng', 'jane'),
    events: ['group.member.added jane eng', 'role.changed jane User>Admin'], roles: { jane: 'Admin' } },
  { line: 'user removed from the Admin group → downgraded to the next highest', given: steps(boss, org({ a: { members: ['jane'], roles: ['Admin'] }, b: { members: ['jane'], roles: ['Guest'] }, c: { members: ['jane'], roles: ['User'] } })),
    does: (w) => w.leave('a', 'jane'), events: ['group.member.removed jane a', 'role.changed jane Admin>User'], roles: { jane: 'User' } },
  { line: 'all groups removed → User', given: org({ eng: { members: ['jane'], roles: ['Guest'] } }), does: (w) => w.leave('eng', 'jane'), events: ['group.member.removed jane eng', 'role.changed jane Guest>User'], roles: { jane: 'User' } },
  { line: 'no roles set → User', given: org({ eng: { members: ['jane'], roles: ['Guest'] } }), does: (w) => w.roles('eng'), events: ['group.roles.changed eng Guest>none', 'role.changed jane Guest>User'], roles: { jane: 'User' } },
  { line: "group's LambdatestRoles changed from Admin to Guest → all members recomputed", given: steps(boss, org({ eng: { members: ['jane', 'bob'], roles: ['Admin'] }, c: { members: ['bob'], roles: ['User'] } })), does: (w) => w.roles('eng', 'Guest'),
    events: ['group.roles.changed eng Admin>Guest', 'role.changed jane Admin>Guest', 'role.changed bob Admin>User'], roles: { jane: 'Guest', bob: 'User' } },
]

const rule = (kind: 'team' | 'pool', name: string, priority: number) => (w: World) => w.rule(`Prefix: ${name}`, kind, { priority })
const fromIdp: Story[] = [
  { line: 'Group renamed: name updated, mapped team renamed to match, members unaffected', given: eng('team qa'), does: (w) => w.rename('eng', 'new'), events: ['group.renamed eng>new', 'entity.renamed team qa>new'], at: { jane: 'root / Default / new' } },
  { line: 'Group renamed: mapped concurrency group renamed to match', given: eng('pool qa'), does: (w) => w.rename('eng', 'new'), events: ['group.renamed eng>new', 'entity.renamed pool qa>new'], at: { jane: 'root / new' } },
  { line: 'Group renamed, a different rule matches: Pending, members unaffected', given: steps(rule('team', 'eng', 2), rule('pool', 'new', 1), eng()), does: (w) => w.rename('eng', 'new'),
    events: ['group.renamed eng>new', 'entity.renamed team eng>new', 'mapping.pending new>team new was Auto-Approved'], at: { jane: 'root / Default / new' }, mappings: { eng: ['team new Pending on hold'] } },
  {
    line: 'Group deleted: soft-deleted, roles recomputed, members unassigned, mappings rejected, conflicts auto-resolved',
    given: steps(boss, org({ eng: { members: ['jane'], roles: ['Admin'], to: ['pool A', 'team qa'] }, b: { members: ['jane'], to: ['pool B', 'team web'] } })), does: (w) => w.drop('eng'),
    events: [
      'group.deleted eng', 'group.member.removed jane eng', 'role.changed jane Admin>User', 'concurrency-group.assigned jane A>B', 'team.member.removed jane qa',
      'conflict.resolved Concurrency Group: jane eng>pool A | b>pool B (auto-resolved)', 'mapping.rejected eng>pool A', 'mapping.rejected eng>team qa',
    ],
    at: { jane: 'root / B / web' }, roles: { jane: 'User' },
  },
  { line: 'Member added: added to all approved-mapped entities', given: steps(eng('team qa', 'team web', 'pool A'), (w) => w.map('eng', 'team later', { approve: false })), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'concurrency-group.assigned bob Default>A', 'team.member.added bob qa', 'team.member.added bob web'], at: { bob: 'root / A / qa+web' } },
  { line: 'Member added: role recomputed', given: steps(eng(), (w) => w.roles('eng', 'Guest')), does: (w) => w.join('eng', 'bob'), events: ['group.member.added bob eng', 'role.changed bob User>Guest'], roles: { bob: 'Guest' } },
  { line: 'Member added: a conflict is raised for an exclusive entity', given: steps(eng('pool A'), (w) => w.group('b', { members: ['bob'] }), (w) => w.map('b', 'pool B')), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'conflict.opened Concurrency Group: bob b>pool B | eng>pool A'], at: { bob: 'root / B' }, conflicts: ['Concurrency Group: bob b>pool B | eng>pool A'] },
  { line: 'Member removed: unassigned from the mapped entities, what other groups give stays', given: org({ a: { members: ['jane'], roles: ['Guest'], to: ['team qa'] }, b: { members: ['jane'], to: ['team web'] } }), does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'role.changed jane Guest>User', 'team.member.removed jane qa'], at: { jane: 'root / Default / web' }, roles: { jane: 'User' } },
  { line: 'Member removed: a group that was waiting is applied', given: org({ a: { members: ['jane'], to: ['pool A'] }, b: { members: ['jane'], to: ['pool B'] } }), does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>B', 'conflict.resolved Concurrency Group: jane a>pool A | b>pool B (auto-resolved)'], at: { jane: 'root / B' } },
  { line: 'Previously deleted group re-pushed: restored, members must be re-pushed, rules re-evaluated', given: steps(rule('team', 'eng', 1), eng(), (w) => w.drop('eng')), does: (w) => w.push('eng'),
    events: ['group.restored eng', 'mapping.auto-approved eng>team eng'], at: { jane: 'root / Default' }, mappings: { eng: ['team eng Auto-Approved'] } },
  { line: 'Roles changed on group: all members recomputed at once', given: eng('team qa'), does: (w) => w.roles('eng', 'Admin'), events: ['group.roles.changed eng none>Admin', 'role.changed jane User>Admin'], roles: { jane: 'Admin' } },
]

const fromAdmin: Story[] = [
  ...(['team qa', 'pool qa', 'sub qa'] as const).map((target): Story => ({ line: `${target.split(' ')[0]} renamed: nothing breaks`, given: eng(target), does: (w) => w.renameEntity(target, 'other'),
    events: [`entity.renamed ${target}>other`], mappings: { eng: [`${target.split(' ')[0]} other Approved`] } })),
  { line: 'Team renamed: the next IdP rename overwrites the name', given: steps(eng('team qa'), (w) => w.renameEntity('team qa', 'other')), does: (w) => w.rename('eng', 'new'), events: ['group.renamed eng>new', 'entity.renamed team other>new'] },
  { line: 'Mapped entity deleted: target_deleted and Pending', given: eng('team qa'), does: (w) => w.removeEntity('team qa'), events: ['entity.deleted team qa', 'mapping.pending eng>team qa was Approved', 'team.member.removed jane qa'],
    mappings: { eng: ['team ? Pending target_deleted'] } },
  { line: 'Member manually removed from team: immediate', given: eng('team qa'), does: (w) => w.takeOut('jane', 'team qa'), events: ['user.assignment.overridden jane removed team qa', 'team.member.removed jane qa'], at: { jane: 'root / Default' } },
  { line: 'Member manually removed from team: the next IdP sync re-adds', given: steps(eng('team qa'), (w) => w.takeOut('jane', 'team qa')), does: (w) => w.join('eng', 'jane'),
    events: ['user.assignment.override-cleared jane team qa', 'team.member.added jane qa'], at: { jane: 'root / Default / qa' } },
  { line: 'Manual assignment to a concurrency group: SCIM overrides at the next sync', given: steps(eng('pool A'), (w) => w.entity('pool M'), (w) => w.assign('bob', 'pool M')), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'user.assignment.override-cleared bob pool M', 'concurrency-group.assigned bob M>A'], at: { bob: 'root / A' } },
  { line: 'Manual assignment to a sub-org: SCIM overrides at the next sync', given: steps(eng('sub US'), (w) => w.entity('sub M'), (w) => w.assign('jane', 'sub M')), does: (w) => w.put('eng', ['jane']),
    events: ['user.assignment.override-cleared jane sub M', 'organization.assigned jane M>US'], at: { jane: 'US / none' } },
  { line: 'Manual role change: overwritten at the next sync if the groups have roles', given: steps(boss, org({ eng: { members: ['jane'], roles: ['Guest'] } }), (w) => w.setRole('jane', 'Admin')), does: (w) => w.put('eng', ['jane'], {}),
    events: ['user.role.override-cleared jane Admin', 'role.changed jane Admin>Guest'], roles: { jane: 'Guest' } },
]

const issues: Story[] = [
  { line: 'Members not appearing in teams: the mapping is Pending', given: steps(eng(), (w) => w.map('eng', 'team qa', { approve: false })), does: (w) => w.approve('eng'),
    events: ['mapping.approved eng>team qa', 'team.member.added jane qa'], at: { jane: 'root / Default / qa' } },
  { line: 'User has an unexpected role: another group gives it, and the console says which', given: org({ a: { members: ['jane'], roles: ['User'] }, b: { members: ['jane'], roles: ['Admin'] } }), does: (w) => w.roles('a', 'Guest'),
    events: ['group.roles.changed a User>Guest'], roles: { jane: 'Admin' }, then: async (w) => {
      const { why } = await w.api.users.get({ sandbox: w.slug, id: w.ids.jane! })
      expect(why.contributors.filter(({ wins }) => wins)).toEqual([expect.objectContaining({ label: 'b', role: 'Admin' })])
    } },
  { line: 'Auto-approve did not create my sub-organization: never', given: (w) => w.rule('Match All', 'sub'), does: (w) => w.push('US'), events: ['group.created US', 'mapping.created US>sub ?'], mappings: { US: ['sub ? Pending'] } },
  { line: 'Auto-approve did not create my sub-organization: create it, then approve', given: steps((w) => w.rule('Match All', 'sub'), org({ US: { members: ['jane'] } }), (w) => w.entity('sub US')), does: (w) => w.approve('US', 'sub US'),
    events: ['mapping.retargeted US>sub US was sub ?', 'mapping.approved US>sub US', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none'], at: { jane: 'US / none' } },
  { line: "Can't map two SCIM groups to the same team", given: org({ a: { to: ['team qa'] }, b: {} }), does: (w) => w.map('b', 'team qa'), events: [], refused: 409, says: /\ba\b/, mappings: { b: [] } },
  { line: 'Members are in the SCIM group but not in the sub-org: a conflict', given: org({ a: { members: ['jane'], to: ['team qa'] }, b: { to: ['sub US'] } }), does: (w) => w.join('b', 'jane'),
    events: ['group.member.added jane b', 'conflict.opened Cross-Type: jane a>team qa | b>sub US'], at: { jane: 'root / Default / qa' }, conflicts: ['Cross-Type: jane a>team qa | b>sub US'] },
  { line: 'IDP roles in the groups list', given: org({ eng: { roles: ['Guest', 'User'] } }), does: async (w) => {
    expect((await w.api.groups.list({ sandbox: w.slug })).items[0]).toMatchObject({ displayName: 'eng', roles: ['Guest', 'User'] })
    expect((await w.api.mappings.groups({ sandbox: w.slug })).items[0]).toMatchObject({ displayName: 'eng', roles: ['Guest', 'User'] })
  }, events: [] },
]

const faq: Story[] = [
  { line: 'A group can map to a Team and a Concurrency Group; each mapping syncs independently', given: eng('team qa', 'pool A'), does: (w) => w.unmap('eng', 'pool'),
    events: ['mapping.removed eng>pool A', 'concurrency-group.assigned jane A>Default'], at: { jane: 'root / Default / qa' } },
  { line: 'A user in no SCIM group: role User, no assignments', given: eng('team qa'), does: (w) => w.leave('eng', 'jane'), events: ['group.member.removed jane eng', 'team.member.removed jane qa'], at: { jane: 'root / Default' }, roles: { jane: 'User' } },
  { line: 'The group search is case-insensitive, matches anywhere, and trims', given: org({ 'Eng-Backend': {}, ops: {} }), does: async (w) => {
    for (const search of ['BACK', 'eng-', '  backend  ']) {
      const { items } = await w.api.mappings.groups({ sandbox: w.slug, search })
      expect(items.map(({ displayName }) => displayName), search).toEqual(['Eng-Backend'])
    }
  }, events: [] },
  { line: 'Rules apply when a group is created or renamed; an existing mapping is not overwritten', given: steps(eng('team qa'), (w) => w.rule('Match All', 'pool')), does: (w) => w.rename('eng', 'new'),
    events: ['group.renamed eng>new', 'entity.renamed team qa>new'], mappings: { eng: ['team new Approved'] } },
  {
    line: 'Disabling group provisioning preserves groups, mappings and assignments', given: eng('team qa'), does: (w) => w.flag('groupProvisioning', false), events: ['setting.changed flag groupProvisioning'],
    at: { jane: 'root / Default / qa' }, mappings: { eng: ['team qa Approved'] },
  },
]

stories("the vendor's guide: roles, highest wins", rolePriority)
stories("the vendor's guide: role changes in both directions", roleChanges)
stories("the vendor's guide: changes from your IdP", fromIdp)
stories("the vendor's guide: changes from an admin", fromAdmin)
stories("the vendor's guide: common issues", issues)
stories("the vendor's guide: FAQ", faq)
