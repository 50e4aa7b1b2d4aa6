import { CORE_USER } from '../../src-shared/scim/urns.ts'
import { org, steps, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

type Step = (w: World) => Promise<unknown>
const remove = (user: string): Step => (w) => w.patch('eng', { op: 'remove', path: `members[value eq "${w.ids[user]}"]` })
const replaceMembers = (...users: string[]): Step => (w) => w.patch('eng', { op: 'replace', path: 'members', value: users.map((user) => ({ value: w.ids[user] })) })

/** SCIM writes about jane, a member of eng: whether each is a sync of (jane, eng), and what else it does. */
const writes: { what: string; does: Step; sync: boolean; events?: string[] }[] = [
  { what: 'PATCH add that names her', does: (w) => w.join('eng', 'jane'), sync: true },
  { what: 'PATCH replace of the member list', does: replaceMembers('jane'), sync: true },
  { what: 'PUT of the member list', does: (w) => w.put('eng', ['jane']), sync: true },
  { what: 'PATCH add that names another one', does: (w) => w.join('eng', 'bob'), sync: false, events: ['group.member.added bob eng'] },
  { what: 'PATCH remove that names another one', does: remove('bob'), sync: false },
  { what: 'a rename to the same name', does: (w) => w.rename('eng', 'eng'), sync: false },
  { what: 'a write on another group', does: (w) => w.join('other', 'jane'), sync: false, events: ['group.member.added jane other'] },
  { what: 'a refused write', does: (w) => w.patch('eng', { op: 'add', path: 'members', value: [{ value: w.ids.jane }] }, { op: 'add', path: 'nonsense', value: 1 }), sync: false },
]
const base = (...targets: `${'team' | 'pool' | 'sub'} ${string}`[]) => steps(org({ eng: { members: ['jane'], to: targets }, other: {} }, ['bob']))

/** The same writes against one thing done by hand. `bob` is what becomes of another one who joins. */
function table(given: Step, cleared: string[], bob: string[], before: string, after: string): Story[] {
  return writes.map(({ what, does, sync, events = [] }) => ({
    line: `${what} is ${sync ? 'a' : 'no'} sync`, given, does, at: { jane: sync ? after : before },
    events: sync ? cleared : what === 'PATCH add that names another one' ? [...events, ...bob] : events,
    ...(what === 'a refused write' && { refused: 400 }),
  }))
}

const team = table(
  steps(base('team qa'), (w) => w.takeOut('jane', 'team qa')), ['user.assignment.override-cleared jane team qa', 'team.member.added jane qa'],
  ['team.member.added bob qa'], 'root / Default', 'root / Default / qa',
)
const pool = table(
  steps(base('pool A'), (w) => w.entity('pool M'), (w) => w.assign('jane', 'pool M')), ['user.assignment.override-cleared jane pool M', 'concurrency-group.assigned jane M>A'],
  ['concurrency-group.assigned bob Default>A'], 'root / M', 'root / A',
)
const sub = table(
  steps(base('sub US'), (w) => w.entity('sub M'), (w) => w.assign('jane', 'sub M')), ['user.assignment.override-cleared jane sub M', 'organization.assigned jane M>US'],
  ['organization.assigned bob root>US', 'concurrency-group.assigned bob Default>none'], 'M / none', 'US / none',
)

const byHand: Story[] = [
  { line: 'a manual removal stands: a write on the user is no sync of (user, group)', given: steps(base('team qa'), (w) => w.takeOut('jane', 'team qa')), does: (w) => w.userAttribute('jane', 'OrganizationRole', 'Guest'),
    events: ['user.updated jane', 'role.changed jane User>Guest'], at: { jane: 'root / Default' } },
  { line: 'a manual removal stands: roles of the group are no sync of (user, group)', given: steps(base('team qa'), (w) => w.takeOut('jane', 'team qa')), does: (w) => w.roles('eng', 'Guest'),
    events: ['group.roles.changed eng none>Guest', 'role.changed jane User>Guest'], at: { jane: 'root / Default' } },
  { line: 'a manual removal ends with the membership, too', given: steps(base('team qa'), (w) => w.takeOut('jane', 'team qa')), does: async (w) => { await w.leave('eng', 'jane'); await w.join('eng', 'jane') },
    events: ['group.member.removed jane eng', 'user.assignment.override-cleared jane team qa', 'group.member.added jane eng', 'team.member.added jane qa'], at: { jane: 'root / Default / qa' } },
  { line: 'a manual removal is one from this team', given: steps(base('team qa', 'team web')), does: (w) => w.takeOut('jane', 'team qa'),
    events: ['user.assignment.overridden jane removed team qa', 'team.member.removed jane qa'], at: { jane: 'root / Default / web' } },
  { line: 'only who is in the team can be removed from it', given: base('team qa'), does: (w) => w.takeOut('bob', 'team qa'), events: [], refused: 409, at: { jane: 'root / Default / qa' } },
  { line: 'nobody is put into a team by hand', given: base('team qa'), does: (w) => w.assign('bob', 'team qa'), events: [], refused: 409, at: { bob: 'root / Default' } },
  { line: 'a manual exclusive assignment is at once: concurrency group', given: steps(base('pool A'), (w) => w.entity('pool M')), does: (w) => w.assign('jane', 'pool M'),
    events: ['user.assignment.overridden jane assigned pool M', 'concurrency-group.assigned jane A>M'], at: { jane: 'root / M' } },
  { line: 'a manual exclusive assignment is at once: sub-organization, which vacates teams and the concurrency slot', given: steps(base('team qa', 'pool A'), (w) => w.entity('sub M')), does: (w) => w.assign('jane', 'sub M'),
    events: ['user.assignment.overridden jane assigned sub M', 'organization.assigned jane root>M', 'concurrency-group.assigned jane A>none', 'team.member.removed jane qa'], at: { jane: 'M / none' } },
  { line: 'by hand out of a sub-organization into the root organization', given: base('sub US'), does: (w) => w.assign('jane', 'sub Root organization'),
    events: ['user.assignment.overridden jane assigned sub Root organization', 'organization.assigned jane US>root', 'concurrency-group.assigned jane none>Default'], at: { jane: 'root / Default' } },
  { line: 'the next sync takes the user back into the sub-organization', given: steps(base('sub US'), (w) => w.assign('jane', 'sub Root organization')), does: (w) => w.put('eng', ['jane']),
    events: ['user.assignment.override-cleared jane sub Root organization', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none'], at: { jane: 'US / none' } },
  { line: 'a manual sub-organization against a team mapping: SCIM overrides at the next sync', given: steps(base('team qa'), (w) => w.entity('sub M'), (w) => w.assign('jane', 'sub M')), does: (w) => w.put('eng', ['jane']),
    events: ['user.assignment.override-cleared jane sub M', 'organization.assigned jane M>root', 'concurrency-group.assigned jane none>Default', 'team.member.added jane qa'], at: { jane: 'root / Default / qa' } },
  { line: 'a manual assignment is never an incumbent: a newcomer replaces it without a conflict (concurrency group)', given: steps(base('pool A'), (w) => w.entity('pool M'), (w) => w.assign('bob', 'pool M')), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'user.assignment.override-cleared bob pool M', 'concurrency-group.assigned bob M>A'], at: { bob: 'root / A' } },
  { line: 'a manual assignment is never an incumbent: a newcomer replaces it without a conflict (sub-organization)', given: steps(base('sub US'), (w) => w.entity('sub M'), (w) => w.assign('bob', 'sub M')), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'user.assignment.override-cleared bob sub M', 'organization.assigned bob M>US'], at: { bob: 'US / none' } },
  { line: 'a manual assignment hides no conflict of claims', given: steps(base('pool A'), (w) => w.map('other', 'pool B'), (w) => w.entity('pool M'), (w) => w.assign('jane', 'pool M')), does: (w) => w.join('other', 'jane'),
    events: ['group.member.added jane other', 'user.assignment.override-cleared jane pool M', 'concurrency-group.assigned jane M>A', 'conflict.opened Concurrency Group: jane eng>pool A | other>pool B'],
    at: { jane: 'root / A' }, conflicts: ['Concurrency Group: jane eng>pool A | other>pool B'] },
  { line: 'what was set by hand ends with its entity', given: steps(base('pool A'), (w) => w.entity('pool M'), (w) => w.assign('jane', 'pool M')), does: (w) => w.removeEntity('pool M'),
    events: ['entity.deleted pool M', 'concurrency-group.assigned jane M>A'], at: { jane: 'root / A' } },
  { line: 'in a sub-organization no concurrency group is assigned by hand', given: steps(base('sub US'), (w) => w.entity('pool M')), does: (w) => w.assign('jane', 'pool M'), events: [], refused: 409, at: { jane: 'US / none' } },
]

/** Which write ends a role set by hand: jane is User by her group eng, and Admin by hand. */
const handRole = steps(org({ eng: { members: ['jane'], roles: ['User'] }, other: {} }, ['bob']), async (w) => { await w.user('boss', { role: 'Admin' }) }, (w) => w.setRole('jane', 'Admin'))
const back = ['user.role.override-cleared jane Admin', 'role.changed jane Admin>User']
const patchUser = (value: object): Step => (w) => w.scim('PATCH', `/Users/${w.ids.jane}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', value }] })
const roleStory = (line: string, does: Step, events: string[], role: string, refused?: number): Story => (
  { line, given: handRole, does, events, roles: { jane: role }, ...(refused !== undefined && { refused }) }
)
const roles: Story[] = [
  roleStory('PUT of the user ends it, though nothing changes', (w) => w.scim('PUT', `/Users/${w.ids.jane}`, { schemas: [CORE_USER], active: true }), back, 'User'),
  roleStory('PATCH of the user ends it, though nothing changes', patchUser({ active: true }), back, 'User'),
  roleStory('DELETE of the user ends it', (w) => w.scim('DELETE', `/Users/${w.ids.jane}`), ['user.role.override-cleared jane Admin', 'user.deactivated jane', 'role.changed jane Admin>User'], 'User'),
  roleStory('roles of a group of the user end it', (w) => w.roles('eng', 'Guest'), ['group.roles.changed eng User>Guest', 'user.role.override-cleared jane Admin', 'role.changed jane Admin>Guest'], 'Guest'),
  roleStory('naming the user in a group with roles ends it', (w) => w.join('eng', 'jane'), back, 'User'),
  roleStory('replacing the member list of a group with roles ends it', (w) => w.put('eng', ['jane']), back, 'User'),
  roleStory('leaving the group ends it', (w) => w.leave('eng', 'jane'), ['group.member.removed jane eng', ...back], 'User'),
  roleStory('deleting the group ends it', (w) => w.drop('eng'), ['group.deleted eng', 'group.member.removed jane eng', ...back], 'User'),
  roleStory('a delta that names others does not', (w) => w.join('eng', 'bob'), ['group.member.added bob eng'], 'Admin'),
  roleStory('a rename to the same name does not', (w) => w.rename('eng', 'eng'), [], 'Admin'),
  roleStory('a real rename does not', (w) => w.rename('eng', 'new'), ['group.renamed eng>new'], 'Admin'),
  roleStory('roles of a group the user is not in do not', (w) => w.roles('other', 'Guest'), ['group.roles.changed other none>Guest'], 'Admin'),
  roleStory('a write on another user does not', (w) => w.userAttribute('bob', 'OrganizationRole', 'Guest'), ['user.updated bob', 'role.changed bob User>Guest'], 'Admin'),
  roleStory('a refused write on the user does not', (w) => w.userAttribute('jane', 'OrganizationRole', 'Owner'), [], 'Admin', 400),
  roleStory('reading does not', (w) => w.scim('GET', `/Users/${w.ids.jane}`), [], 'Admin'),
  roleStory('what an admin does in the product does not', (w) => w.api.users.editName({ sandbox: w.slug, id: w.ids.jane!, givenName: 'J', familyName: 'D' }), ['user.updated jane'], 'Admin'),
  roleStory('an admin ends it', (w) => w.setRole('jane', null), back, 'User'),
]

stories('engine §4 a manual removal from a team', team)
stories('engine §4 a manual concurrency group', pool)
stories('engine §4 a manual sub-organization', sub)
stories('engine §4 overrides', byHand)
stories('engine §4 a manual role', roles)
