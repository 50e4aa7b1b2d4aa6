import type { Schema } from '../types.ts'
import { CORE_GROUP } from '../urns.ts'
import { attribute } from './attribute.ts'

/** RFC 7643 §4.2 and §8.7.1. */
export const groupSchema: Schema = {
  id: CORE_GROUP,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', { description: 'A human-readable name for the group.', required: true }),
    attribute('members', {
      description: 'The members of the group.',
      multiValued: true,
      subAttributes: [
        attribute('value', { mutability: 'immutable', caseExact: true, description: 'The id of the member.' }),
        attribute('$ref', {
          type: 'reference', referenceTypes: ['User', 'Group'], mutability: 'immutable', caseExact: true, description: 'The URI of the member.',
        }),
        attribute('display', { mutability: 'readOnly', description: 'The name of the member.' }),
        attribute('type', { mutability: 'immutable', canonicalValues: ['User', 'Group'], description: 'The resource type of the member.' }),
      ],
    }),
  ],
}
