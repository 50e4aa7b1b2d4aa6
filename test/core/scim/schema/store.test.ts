import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import initial from '../../../../src-main/core/db/migrations/001-initial.sql?raw'
import { profiles } from '../../../../src-main/core/sandboxes/settings.ts'
import { installProfileSchemas, loadModels } from '../../../../src-main/core/scim/schema/store.ts'
import { attribute } from '../../../../src-shared/scim/schemas/attribute.ts'
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER } from '../../../../src-shared/scim/urns.ts'

function modelsOf(profile: Parameters<typeof installProfileSchemas>[1]) {
  const db = new Database(':memory:')
  db.exec(initial)
  installProfileSchemas(db, profile)
  return loadModels(db).map(({ type, core, extensions }) => [type.name, type.endpoint, core.id, extensions.map(({ id }) => id)])
}

test('TestMu: users and groups with the LambdaTest extensions', () => {
  expect(modelsOf(profiles.testmu)).toEqual([
    ['User', '/Users', CORE_USER, [LAMBDATEST_USER]], ['Group', '/Groups', CORE_GROUP, [LAMBDATEST_GROUP]],
  ])
})

test('RFC 7644: users with the enterprise extension, plain groups', () => {
  expect(modelsOf(profiles.rfc7644)).toEqual([['User', '/Users', CORE_USER, [ENTERPRISE_USER]], ['Group', '/Groups', CORE_GROUP, []]])
})

test('a profile may declare a resource type of its own', () => {
  const schema = { id: 'urn:acme:params:scim:schemas:core:2.0:Device', name: 'Device', description: '', attributes: [attribute('serial', { required: true })] }
  const device = { name: 'Device', endpoint: '/Devices', description: '', schema: schema.id, schemaExtensions: [] }
  const { testmu } = profiles
  expect(modelsOf({ schemas: [schema], resourceTypes: [...testmu.resourceTypes, device] })).toContainEqual(['Device', '/Devices', schema.id, []])
})
