import { isObject, type JsonObject } from '../../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../../src-shared/scim/urns.ts'
import { listGroupsOf, listMembers } from '../../directory/memberships.ts'
import type { ResourceRow } from '../../directory/resources.ts'
import type { ReadContext } from '../../sandboxes/write-context.ts'
import type { ResourceModel } from '../schema/model.ts'
import { needsVirtual, type Projection } from '../schema/project.ts'

export function versionOf(row: ResourceRow): string {
  return `W/"${row.version}"`
}

export function locationOf(base: string, model: ResourceModel, id: string): string {
  return `${base}${model.type.endpoint}/${encodeURIComponent(id)}`
}

/** A resource as it is returned: body, virtual attributes and meta, cut to what was asked for (RFC 7643 §3.1, RFC 7644 §3.9). */
export function renderResource(context: ReadContext, model: ResourceModel, row: ResourceRow, base: string, project: Projection): JsonObject {
  const { schemas, ...body } = JSON.parse(row.body) as JsonObject
  const resource: JsonObject = { schemas: schemas!, id: row.id, ...withDefaultRole(context, model, body) }
  if (model.type.name === 'User' && needsVirtual(project, 'groups')) {
    resource.groups = listGroupsOf(context.db, row.seq).map((group) => ({
      value: group.id, display: group.displayName, type: 'direct', $ref: `${base}/Groups/${encodeURIComponent(group.id)}`,
    }))
  }
  if (model.type.name === 'Group' && needsVirtual(project, 'members')) {
    resource.members = listMembers(context.db, row.seq).map((member) => ({
      value: member.id, ...(member.display !== null && { display: member.display }), type: member.type,
      $ref: `${base}/${member.type}s/${encodeURIComponent(member.id)}`,
    }))
  }
  const created = new Date(row.created).toISOString()
  const lastModified = row.modified === row.created ? created : new Date(row.modified).toISOString()
  resource.meta = { resourceType: model.type.name, created, lastModified, location: locationOf(base, model, row.id), version: versionOf(row) }
  return project(resource)
}

/** organizationRoleReturned=withDefault: a role that was never sent is returned as User (engine §7). */
function withDefaultRole(context: ReadContext, model: ResourceModel, body: JsonObject): JsonObject {
  if (model.type.name !== 'User' || context.switches.organizationRoleReturned === 'stored') return body
  if (!model.extensions.some((schema) => schema.id === LAMBDATEST_USER)) return body
  const extension = body[LAMBDATEST_USER]
  return { ...body, [LAMBDATEST_USER]: { OrganizationRole: 'User', ...(isObject(extension) && extension) } }
}
