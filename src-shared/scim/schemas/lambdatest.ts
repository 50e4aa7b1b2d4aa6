import { roles } from '../../domain/roles.ts'
import type { Schema } from '../types.ts'
import { LAMBDATEST_GROUP, LAMBDATEST_USER } from '../urns.ts'
import { attribute } from './attribute.ts'

/** testmu-provisioning §2. */
export const lambdatestUserSchema: Schema = {
  id: LAMBDATEST_USER,
  name: 'LambdaTestUser',
  description: 'TestMu AI (formerly LambdaTest) user extension',
  attributes: [
    attribute('OrganizationRole', {
      description: 'The role given to the user. Without one the user is a User.',
      canonicalValues: roles.toReversed(),
      caseExact: true,
    }),
    attribute('LambdatestGroup', { description: 'The name of an existing concurrency group.' }),
  ],
}

/** testmu-provisioning §3. */
export const lambdatestGroupSchema: Schema = {
  id: LAMBDATEST_GROUP,
  name: 'LambdaTestGroup',
  description: 'TestMu AI (formerly LambdaTest) group extension',
  attributes: [
    attribute('LambdatestRoles', {
      description: 'Roles applied to every member of the group. The highest counts.',
      multiValued: true,
      canonicalValues: roles.toReversed(),
      caseExact: true,
    }),
  ],
}
