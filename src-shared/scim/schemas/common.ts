import type { Attribute } from '../types.ts'
import { attribute } from './attribute.ts'

/** RFC 7643 §3.1: attributes every resource has, named by no schema. */
export const commonAttributes: Attribute[] = [
  attribute('schemas', {
    type: 'reference', multiValued: true, required: true, caseExact: true, returned: 'always',
    description: 'The URNs of the schemas the resource carries.',
  }),
  attribute('id', {
    mutability: 'readOnly', returned: 'always', caseExact: true, uniqueness: 'server',
    description: 'The identifier assigned by the service provider.',
  }),
  attribute('externalId', { caseExact: true, description: 'The identifier assigned by the provisioning client.' }),
  attribute('meta', {
    mutability: 'readOnly',
    description: 'Metadata of the resource.',
    subAttributes: [
      attribute('resourceType', { mutability: 'readOnly', caseExact: true }),
      attribute('created', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('location', { type: 'reference', referenceTypes: ['uri'], mutability: 'readOnly', caseExact: true }),
      attribute('version', { mutability: 'readOnly', caseExact: true }),
    ],
  }),
]
