import { attribute } from '../../../../src-shared/scim/schemas/attribute.ts'
import { enterpriseUserSchema } from '../../../../src-shared/scim/schemas/enterprise.ts'
import { groupSchema } from '../../../../src-shared/scim/schemas/group.ts'
import { lambdatestGroupSchema } from '../../../../src-shared/scim/schemas/lambdatest.ts'
import { userSchema } from '../../../../src-shared/scim/schemas/user.ts'
import type { Schema } from '../../../../src-shared/scim/types.ts'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'

/** An extension with every type, a URN of unusual form and a unique attribute. */
export const badgeSchema: Schema = {
  id: 'urn:acme:Badge',
  name: 'Badge',
  description: 'Badge',
  attributes: [
    attribute('number', { uniqueness: 'server', caseExact: true }),
    attribute('nick', { uniqueness: 'global' }),
    attribute('level', { type: 'integer' }),
    attribute('weight', { type: 'decimal' }),
    attribute('issued', { type: 'dateTime' }),
    attribute('visible', { type: 'boolean' }),
    attribute('photo', { type: 'binary' }),
    attribute('doors', { multiValued: true }),
    attribute('floors', { multiValued: true, type: 'integer' }),
    attribute('visits', {
      multiValued: true,
      subAttributes: [attribute('at', { type: 'dateTime' }), attribute('guests', { multiValued: true }), attribute('value')],
    }),
  ],
}

function model(name: string, core: Schema, extensions: Schema[]): ResourceModel {
  return {
    type: {
      name, endpoint: `/${name}s`, description: name, schema: core.id,
      schemaExtensions: extensions.map((each) => ({ schema: each.id, required: false })),
    },
    core,
    extensions,
  }
}

export const userModel = model('User', userSchema, [enterpriseUserSchema, badgeSchema])
export const groupModel = model('Group', groupSchema, [lambdatestGroupSchema])
export const urnsOf = ({ core, extensions }: ResourceModel) => [core.id, ...extensions.map((each) => each.id)]
