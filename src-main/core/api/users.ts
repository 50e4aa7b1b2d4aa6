import type { UserDetail } from '../../../src-shared/api/users.ts'
import { isObject, type JsonObject } from '../../../src-shared/scim/types.ts'
import { rolesOf } from '../directory/groups.ts'
import { listGroupsOf } from '../directory/memberships.ts'
import { findById, type ResourceRow } from '../directory/resources.ts'
import { findUserRow, listUserRows } from '../directory/rows.ts'
import { changeUser, removeUser } from '../directory/users.ts'
import { explainAssignments } from '../provisioning/assignments.ts'
import { readFacts } from '../provisioning/facts.ts'
import { plan } from '../provisioning/plan.ts'
import { endRoleOverride, setOverride } from '../provisioning/overrides.ts'
import { reconcile, watchingAdmins } from '../provisioning/reconcile.ts'
import { withIgnoredRole } from '../provisioning/roles.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { ReadContext, WriteContext } from '../sandboxes/write-context.ts'
import { renderResource } from '../scim/http/render.ts'
import { projection } from '../scim/schema/project.ts'
import { ignoredOfUser } from '../traffic/list.ts'
import { api, type ApiContext, missing, sandboxOf } from './context.ts'

export const userRoutes = {
  list: api.users.list.handler(({ context, input }) => listUserRows(sandboxOf(context, input.sandbox).reader, input)),
  get: api.users.get.handler(({ context, input }) => detail(context, sandboxOf(context, input.sandbox), input.id)),
  setRole: api.users.setRole.handler(({ context, input }) => change(context, input, (writing, row) => watchingAdmins(writing, () => {
    const user = { userId: row.id, userName: String((JSON.parse(row.body) as JsonObject).userName) }
    if (input.role === null) endRoleOverride(writing, { seq: row.seq, ...user })
    else {
      setOverride(writing.db, row.seq, 'role', input.role)
      writing.events.push({ type: 'user.role.overridden', ...user, role: input.role })
    }
    reconcile(writing, [row.seq])
  }))),
  setActive: api.users.setActive.handler(({ context, input }) => change(context, input, (writing, row) => {
    edit(writing, row, (body) => ({ ...body, active: input.active }))
  })),
  editName: api.users.editName.handler(({ context, input }) => change(context, input, (writing, row) => {
    const { givenName, familyName } = input
    const formatted = `${givenName} ${familyName}`.trim()
    edit(writing, row, (body) => ({ ...body, name: { ...(isObject(body.name) && body.name), givenName, familyName, formatted } }))
  })),
  remove: api.users.remove.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).write((writing) => removeUser(writing, requireUserRow(writing, input.id)))
  }),
}

/** What an admin of the product does by hand: no sync, so a role set by hand stays (engine §4, §7). */
function edit(writing: WriteContext, row: ResourceRow, change: (body: JsonObject) => JsonObject): void {
  const model = writing.models.find((candidate) => candidate.type.name === 'User')!
  changeUser(writing, model, row, change(JSON.parse(row.body) as JsonObject), { sync: false })
}

async function change(
  context: ApiContext, { sandbox: slug, id }: { sandbox: string; id: string }, work: (writing: WriteContext, row: ResourceRow) => void,
): Promise<UserDetail> {
  const sandbox = sandboxOf(context, slug)
  await sandbox.write((writing) => work(writing, requireUserRow(writing, id)))
  return detail(context, sandbox, id)
}

function requireUserRow(reading: ReadContext, id: string): ResourceRow {
  const row = findById(reading.db, id)
  if (row?.type !== 'User') throw missing(`There is no user ${id}.`)
  return row
}

function detail(context: ApiContext, sandbox: Sandbox, id: string): UserDetail {
  const reading = sandbox.readContext()
  const row = requireUserRow(reading, id)
  const model = reading.models.find((candidate) => candidate.type.name === 'User')!
  const facts = readFacts(reading.db, reading.settings, row)
  const planned = plan(facts, reading.switches.roleCombination)
  return {
    row: findUserRow(reading.db, row.seq),
    resource: renderResource(reading, model, row, context.listener.origin() ?? '', projection(model, {})),
    groups: listGroupsOf(reading.db, row.seq).map((group) => ({
      id: group.id, displayName: group.displayName, roles: rolesOf(JSON.parse(group.body) as JsonObject),
    })),
    why: withIgnoredRole(planned.why, ignoredOfUser(reading.db, row.id)),
    assignments: explainAssignments(facts, planned),
    override: facts.overrideRole,
  }
}
