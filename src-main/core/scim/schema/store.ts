import type { Profile } from '../../../../src-shared/domain/switches.ts'
import { enterpriseUserSchema } from '../../../../src-shared/scim/schemas/enterprise.ts'
import { groupSchema } from '../../../../src-shared/scim/schemas/group.ts'
import { lambdatestGroupSchema, lambdatestUserSchema } from '../../../../src-shared/scim/schemas/lambdatest.ts'
import { userSchema } from '../../../../src-shared/scim/schemas/user.ts'
import type { ResourceType, Schema } from '../../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../../db/open.ts'
import type { ResourceModel } from './model.ts'

const builtIn = [userSchema, groupSchema, enterpriseUserSchema, lambdatestUserSchema, lambdatestGroupSchema]

export interface StoredSchema { schema: Schema; builtIn: boolean }
export interface StoredResourceType { type: ResourceType; builtIn: boolean }

/** Every schema of the sandbox, built-in ones first. */
export function listSchemas(db: Db): StoredSchema[] {
  const rows = prepared<{ body: string; built_in: number }>(db, 'SELECT body, built_in FROM schemas ORDER BY built_in DESC, id').all()
  return rows.map((row) => ({ schema: JSON.parse(row.body) as Schema, builtIn: row.built_in === 1 }))
}

export function listResourceTypes(db: Db): StoredResourceType[] {
  const rows = prepared<{ body: string; built_in: number }>(
    db, "SELECT body, built_in FROM resource_types ORDER BY built_in DESC, name = 'User' DESC, name",
  ).all()
  return rows.map((row) => ({ type: JSON.parse(row.body) as ResourceType, builtIn: row.built_in === 1 }))
}

export function saveSchema(db: Db, schema: Schema, isBuiltIn: boolean): void {
  prepared(db, 'INSERT INTO schemas (id, body, built_in) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body')
    .run(schema.id, JSON.stringify(schema), isBuiltIn ? 1 : 0)
}

export function saveResourceType(db: Db, type: ResourceType, isBuiltIn: boolean): void {
  prepared(db, 'INSERT INTO resource_types (name, body, built_in) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body')
    .run(type.name, JSON.stringify(type), isBuiltIn ? 1 : 0)
}

/** The schemas and resource types a profile starts with (testmu-provisioning §8). */
export function installProfileSchemas(db: Db, { schemas, resourceTypes }: Pick<Profile, 'schemas' | 'resourceTypes'>): void {
  for (const schema of [...builtIn, ...schemas]) saveSchema(db, schema, true)
  for (const type of resourceTypes) saveResourceType(db, type, true)
}

/** Resource types with their schemas resolved: what the protocol runs on. */
export function loadModels(db: Db): ResourceModel[] {
  const schemas = new Map(listSchemas(db).map(({ schema }) => [schema.id.toLowerCase(), schema]))
  return listResourceTypes(db).map(({ type }) => ({
    type,
    core: schemas.get(type.schema.toLowerCase())!,
    extensions: type.schemaExtensions.map((extension) => schemas.get(extension.schema.toLowerCase())!),
  }))
}
