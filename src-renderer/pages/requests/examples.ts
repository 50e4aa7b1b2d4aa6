import { CORE_GROUP, CORE_USER, LAMBDATEST_USER, PATCH_OP } from '../../../src-shared/scim/urns.ts'
import type { Composed } from './replay.ts'

const scimType: [string, string] = ['content-type', 'application/scim+json']

function example(method: Composed['method'], path: string, body?: object): Composed {
  return {
    method,
    path,
    headers: body === undefined ? [] : [scimType],
    body: body === undefined ? '' : JSON.stringify(body, null, 2),
  }
}

/** What the composer starts from, as Okta would send it. */
export const examples: Record<string, Composed> = {
  'Find a user': example('GET', '/Users?filter=userName%20eq%20%22jane%40acme.test%22'),
  'Create user': example('POST', '/Users', {
    schemas: [CORE_USER, LAMBDATEST_USER],
    userName: 'jane@acme.test',
    name: { givenName: 'Jane', familyName: 'Miller' },
    active: true,
    [LAMBDATEST_USER]: { OrganizationRole: 'User' },
  }),
  'Create group': example('POST', '/Groups', { schemas: [CORE_GROUP], displayName: 'eng-team', members: [] }),
  'Patch members': example('PATCH', '/Groups/{id}', {
    schemas: [PATCH_OP],
    Operations: [{ op: 'add', path: 'members', value: [{ value: '{user id}' }] }],
  }),
  Deactivate: example('PATCH', '/Users/{id}', {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', value: { active: false } }],
  }),
}

export const blank: Composed = example('GET', '/Users?startIndex=1&count=2')
