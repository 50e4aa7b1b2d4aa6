import testmu from '../../../../resources/profiles/testmu.json' with { type: 'json' }
import rfc from '../../../../resources/profiles/rfc7644.json' with { type: 'json' }
import type { Profile, Strictness, SwitchId, Switches } from '../../../../src-shared/domain/switches.ts'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { attribute } from '../../../../src-shared/scim/schemas/attribute.ts'
import { enterpriseUserSchema } from '../../../../src-shared/scim/schemas/enterprise.ts'
import { groupSchema } from '../../../../src-shared/scim/schemas/group.ts'
import { lambdatestGroupSchema, lambdatestUserSchema } from '../../../../src-shared/scim/schemas/lambdatest.ts'
import { userSchema } from '../../../../src-shared/scim/schemas/user.ts'
import type { Schema } from '../../../../src-shared/scim/types.ts'

/** An extension an admin added: every type, closed values, each mutability. */
export const customSchema: Schema = {
  id: 'urn:acme:params:scim:schemas:extension:badge:1.0:User',
  name: 'Badge', description: '',
  attributes: [
    attribute('level', { type: 'integer' }),
    attribute('ratio', { type: 'decimal' }),
    attribute('issued', { type: 'dateTime' }),
    attribute('photo', { type: 'binary', caseExact: true }),
    attribute('link', { type: 'reference', caseExact: true }),
    attribute('colour', { canonicalValues: ['Red', 'Blue'] }),
    attribute('serial', { mutability: 'immutable' }),
    attribute('printed', { type: 'boolean', mutability: 'readOnly' }),
    attribute('secret', { mutability: 'writeOnly', returned: 'never' }),
    attribute('onRequest', { returned: 'request' }),
    attribute('always', { returned: 'always' }),
    attribute('door', {
      subAttributes: [
        attribute('name', { required: true }),
        attribute('code', { mutability: 'immutable' }),
        attribute('opened', { mutability: 'readOnly' }),
      ],
    }),
  ],
}

export const user = model('User', userSchema, [lambdatestUserSchema])
export const customUser = model('User', userSchema, [lambdatestUserSchema, enterpriseUserSchema, customSchema])
export const rfcUser = model('User', userSchema, [enterpriseUserSchema])
export const group = model('Group', groupSchema, [lambdatestGroupSchema])
export const rfcGroup = model('Group', groupSchema, [])

export function model(name: string, core: Schema, extensions: Schema[], required: string[] = []): ResourceModel {
  const schemaExtensions = extensions.map(({ id }) => ({ schema: id, required: required.includes(id) }))
  return { type: { name, endpoint: `/${name}s`, description: '', schema: core.id, schemaExtensions }, core, extensions }
}

export const lenient = switchesOf(testmu as Profile, 'lenient')
export const strict = switchesOf(testmu as Profile, 'strict')
export const rfcLenient = switchesOf(rfc as Profile, 'lenient')
export const rfcStrict = switchesOf(rfc as Profile, 'strict')

function switchesOf(profile: Profile, strictness: Strictness): Switches {
  const entries = Object.entries(profile.switches) as [SwitchId, { value: string; strict?: string }][]
  return Object.fromEntries(entries.map(([id, { value, strict: hard }]) => [
    id, strictness === 'strict' ? (hard ?? value) : value,
  ])) as Switches
}

/** The scimType and detail of the error a call ends in; an error that is no ScimError fails the test. */
export function refusal(call: () => unknown): { scimType: string | undefined; detail: string } {
  try {
    call()
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    return { scimType: error.scimType, detail: error.message }
  }
  throw new Error('nothing was refused')
}
