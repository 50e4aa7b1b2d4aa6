import { type ResourceTypeDocument, type SchemaDocument, schemaDocument } from '../../../src-shared/api/schemas.ts'
import { attribute } from '../../../src-shared/scim/schemas/attribute.ts'
import { isObject, type JsonObject, type ResourceType, type Schema } from '../../../src-shared/scim/types.ts'
import { prepared } from '../db/open.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { changesBetween } from '../scim/schema/changes.ts'
import { readResource } from '../scim/schema/read.ts'
import { listResourceTypes, listSchemas, loadModels, saveResourceType, saveSchema } from '../scim/schema/store.ts'
import { reindex } from '../directory/resources.ts'
import { listReceivedIgnored } from '../traffic/list.ts'
import { api, badInput, conflict, missing, sandboxOf } from './context.ts'

export const schemaRoutes = {
  list: api.schemas.list.handler(({ context, input }) => {
    const { reader } = sandboxOf(context, input.sandbox)
    const types = listResourceTypes(reader).map(({ type }) => type)
    return listSchemas(reader).map(({ schema, builtIn }) => ({ ...schemaDocument.parse(schema), builtIn, usedBy: types.filter((type) => uses(type, schema.id)).map(({ name }) => name) }))
  }),
  create: api.schemas.create.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const schema = completed(input)
    if (findSchema(writing, schema.id)) throw conflict(`There is a schema ${schema.id} already.`)
    saveSchema(writing.db, schema, false)
    writing.events.push({ type: 'schema.created', schemaId: schema.id })
    return schemaDocument.parse(schema)
  })),
  update: api.schemas.update.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const known = findSchema(writing, input.id)
    if (!known) throw missing(`There is no schema ${input.id}.`)
    const schema = { ...completed(input), id: known.schema.id }
    saveSchema(writing.db, schema, known.builtIn)
    const changes = changesBetween(asJson(known.schema), asJson(schema))
    if (changes.length > 0) writing.events.push({ type: 'schema.updated', schemaId: schema.id, changes })
    return { schema: schemaDocument.parse(schema), storedValuesThatNoLongerFit: refit(writing, schema.id) }
  })),
  remove: api.schemas.remove.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const known = findSchema(writing, input.id)
    if (!known) throw missing(`There is no schema ${input.id}.`)
    if (known.builtIn) throw conflict('A built-in schema stays; detach it from its resource types instead.')
    const user = listResourceTypes(writing.db).find(({ type }) => uses(type, known.schema.id))
    if (user) throw conflict(`Resource type ${user.type.name} uses this schema; detach it first.`)
    prepared(writing.db, 'DELETE FROM schemas WHERE id = ?').run(known.schema.id)
    writing.events.push({ type: 'schema.removed', schemaId: known.schema.id })
  })),
  received: api.schemas.received.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    sandbox.recorder.flush()
    return listReceivedIgnored(sandbox.reader, input)
  }),
}

/** Endpoints the protocol itself answers (RFC 7644 §3.2). */
const reserved = ['/bulk', '/me', '/schemas', '/resourcetypes', '/serviceproviderconfig']

export const resourceTypeRoutes = {
  list: api.resourceTypes.list.handler(({ context, input }) => {
    const { reader } = sandboxOf(context, input.sandbox)
    return listResourceTypes(reader).map(({ type, builtIn }) => ({ ...type, builtIn, resources: countOf(reader, type.name) }))
  }),
  create: api.resourceTypes.create.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const type = documentOf(input)
    const others = listResourceTypes(writing.db).map((known) => known.type)
    if (others.some(({ name }) => name.toLowerCase() === type.name.toLowerCase())) throw conflict(`There is a resource type ${type.name} already.`)
    checkResourceType(writing, type, others)
    saveResourceType(writing.db, type, false)
    writing.events.push({ type: 'resource-type.created', name: type.name })
    return type
  })),
  update: api.resourceTypes.update.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const known = findType(writing, input.name)
    const { description, schemaExtensions } = input
    const type = known.builtIn ? { ...known.type, description, schemaExtensions } : { ...documentOf(input), name: known.type.name }
    checkResourceType(writing, type, listResourceTypes(writing.db).map((each) => each.type).filter(({ name }) => name !== type.name))
    saveResourceType(writing.db, type, known.builtIn)
    for (const schema of type.schemaExtensions) refit(writing, schema.schema)
    const changes = changesBetween(asJson(known.type), asJson(type))
    if (changes.length > 0) writing.events.push({ type: 'resource-type.updated', name: type.name, changes })
    return type
  })),
  remove: api.resourceTypes.remove.handler(({ context, input }) => sandboxOf(context, input.sandbox).write((writing) => {
    const known = findType(writing, input.name)
    if (known.builtIn) throw conflict('User and Group stay.')
    const held = countOf(writing.db, known.type.name)
    if (held > 0) throw conflict(`${held} resources of this type exist; delete them first.`)
    prepared(writing.db, 'DELETE FROM resource_types WHERE name = ?').run(known.type.name)
    writing.events.push({ type: 'resource-type.removed', name: known.type.name })
  })),
}

function checkResourceType(writing: WriteContext, type: ResourceType, others: ResourceType[]): void {
  const endpoint = type.endpoint.toLowerCase()
  if (reserved.includes(endpoint)) throw conflict(`${type.endpoint} belongs to the protocol.`)
  if (others.some((other) => other.endpoint.toLowerCase() === endpoint)) throw conflict(`${type.endpoint} is taken by another resource type.`)
  for (const urn of [type.schema, ...type.schemaExtensions.map((extension) => extension.schema)]) {
    if (!findSchema(writing, urn)) throw badInput(`There is no schema ${urn}; add it first.`)
  }
}

/** Brings the index rows of resources in line with an edited schema and counts stored bodies that no longer read cleanly. */
function refit(writing: WriteContext, schemaId: string): number {
  let misfits = 0
  for (const model of loadModels(writing.db).filter(({ type }) => uses(type, schemaId))) {
    for (const { seq, body } of prepared<{ seq: number; body: string }>(writing.db, 'SELECT seq, body FROM resources WHERE type = ?').all(model.type.name)) {
      const stored = JSON.parse(body) as JsonObject
      reindex(writing.db, model, seq, stored)
      if (!fits(writing, model, stored)) misfits += 1
    }
  }
  return misfits
}

function fits(writing: WriteContext, model: Parameters<typeof readResource>[0], stored: JsonObject): boolean {
  try {
    return !readResource(model, stored, writing.switches, 'create').findings.some((finding) => finding.kind === 'ignored')
  } catch {
    return false
  }
}

function findSchema(writing: WriteContext, id: string) {
  return listSchemas(writing.db).find(({ schema }) => schema.id.toLowerCase() === id.toLowerCase())
}

function findType(writing: WriteContext, name: string) {
  const known = listResourceTypes(writing.db).find(({ type }) => type.name === name)
  if (!known) throw missing(`There is no resource type ${name}.`)
  return known
}

function uses(type: ResourceType, schemaId: string): boolean {
  const folded = schemaId.toLowerCase()
  return [type.schema, ...type.schemaExtensions.map((extension) => extension.schema)].some((urn) => urn.toLowerCase() === folded)
}

function countOf(db: Sandbox['db'], type: string): number {
  return prepared<{ n: number }>(db, 'SELECT count(*) AS n FROM resources WHERE type = ? AND deleted IS NULL').get(type)!.n
}

/** The document with every characteristic present, and nothing of the call around it. */
function completed({ id, name, description, attributes }: SchemaDocument): Schema {
  return {
    id, name, description,
    attributes: attributes.map(({ subAttributes, ...given }) => attribute(given.name, {
      ...given, ...(subAttributes && { type: 'complex' as const, subAttributes: subAttributes.map((sub) => attribute(sub.name, sub)) }),
    })),
  }
}

function documentOf({ name, endpoint, description, schema, schemaExtensions }: ResourceTypeDocument): ResourceType {
  return { name, endpoint, description, schema, schemaExtensions }
}

function asJson(document: Schema | ResourceType): JsonObject {
  const value: unknown = JSON.parse(JSON.stringify(document))
  return isObject(value) ? value : {}
}
