import type { Schema } from '../types.ts'
import { ENTERPRISE_USER } from '../urns.ts'
import { attribute } from './attribute.ts'

/** RFC 7643 §4.3 and §8.7.1. */
export const enterpriseUserSchema: Schema = {
  id: ENTERPRISE_USER,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', { description: 'An identifier assigned by the organization.' }),
    attribute('costCenter', { description: 'The name of a cost center.' }),
    attribute('organization', { description: 'The name of an organization.' }),
    attribute('division', { description: 'The name of a division.' }),
    attribute('department', { description: 'The name of a department.' }),
    attribute('manager', {
      description: 'The user’s manager.',
      subAttributes: [
        attribute('value', { caseExact: true, description: 'The id of the manager’s User resource.' }),
        attribute('$ref', { type: 'reference', referenceTypes: ['User'], caseExact: true, description: 'The URI of the manager’s User resource.' }),
        attribute('displayName', { mutability: 'readOnly', description: 'The displayName of the manager.' }),
      ],
    }),
  ],
}
