import { describe, expect, test } from 'vitest'
import { howOktaShows, matchingUserNotFound, taskErrorText, wordingTag, type Exchange } from '../../../src-shared/domain/okta-errors.ts'
import { remoteErrorTag, remoteErrorText, type RemoteAnswer } from '../../../src-shared/domain/okta-remote-errors.ts'
import { taskKinds } from '../../../src-shared/domain/okta.ts'
import { ERROR } from '../../../src-shared/scim/urns.ts'

const scim = (status: number, detail?: string) => ({ status, body: JSON.stringify({ schemas: [ERROR], status: String(status), ...(detail && { detail }) }) })

describe('what Okta makes of an answer', () => {
  test.each<[RemoteAnswer, string, 'D' | 'C' | 'A']>([
    [scim(409, 'userName is taken.'), 'Conflict. Errors reported by remote server: userName is taken.', 'C'],
    [scim(400, 'No.'), 'Bad Request. Errors reported by remote server: No.', 'C'],
    [scim(401, 'Who?'), 'Unauthorized. Errors reported by remote server: Who?', 'C'],
    [scim(403, 'No.'), 'Forbidden. Errors reported by remote server: No.', 'C'],
    [scim(404, 'User not found'), 'Not Found. Errors reported by remote server: User not found', 'C'],
    [scim(429, 'Slow down.'), 'Too Many Requests. Errors reported by remote server: Slow down.', 'C'],
    [scim(500, 'Oops.'), 'Internal Server Error. Errors reported by remote server: Oops.', 'C'],
    [scim(503, 'Later.'), 'Service Unavailable. Errors reported by remote server: Later.', 'C'],
    [scim(418, 'Tea.'), 'HTTP status 418. Errors reported by remote server: Tea.', 'A'],
    [scim(400), 'Bad Request.', 'A'],
    [{ status: 400, body: '[1]' }, 'Bad Request.', 'A'],
    [{ status: 400, body: 'null' }, 'Bad Request.', 'A'],
    [{ status: 500, body: '' }, 'Internal Server Error.', 'A'],
    [{ status: 500, body: null }, 'Internal Server Error.', 'A'],
    [{ status: 502, body: 'error code: 502' },
      "Bad Gateway. Errors reported by remote server: Invalid JSON: Unrecognized token 'error': " +
        "was expecting ('true', 'false' or 'null') at [line: 1, column: 6]", 'A'],
    [{ status: 403, body: '<html>' }, "Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character ('<' (code 60)): " +
      "expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line: 1, column: 2]", 'C'],
    [{ status: 403, body: '\n\n  <html>' }, "Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character ('<' (code 60)): " +
      "expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line: 3, column: 4]", 'C'],
    [{ status: 200, body: '<html>' }, "Invalid JSON: Unexpected character ('<' (code 60)): " +
      "expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line: 1, column: 2]", 'A'],
    [{ status: 201, body: 'created' }, "Invalid JSON: Unrecognized token 'created': was expecting ('true', 'false' or 'null') at [line: 1, column: 8]", 'A'],
    [{ status: 200, body: '[]' }, 'Invalid JSON: The answer is no object', 'A'],
    [{ status: 200, body: '' }, 'Invalid JSON: No content to map due to end-of-input', 'A'],
    [{ status: 500, body: '{"detail":' }, 'Internal Server Error. Errors reported by remote server: Invalid JSON: Unexpected end-of-input', 'A'],
    [{ status: null, body: null, problem: 'timeout' }, 'Read timed out', 'C'],
    [{ status: null, body: null, problem: 'reset' }, 'Connection reset', 'A'],
    [{ status: 200, body: '{', problem: 'reset' }, 'Connection reset', 'A'],
    [{ status: null, body: null, problem: 'refused' }, 'Connect to the Base URL failed: Connection refused', 'A'],
    [{ status: null, body: null, problem: 'undecodable' }, 'The answer cannot be unpacked: it is not in the encoding it names', 'A'],
    [{ status: null, body: null, problem: 'tooLong' }, 'The answer is longer than 64 MiB, the most that is read', 'A'],
    [{ status: null, body: null, problem: 'unknownHost' }, 'Connect to the Base URL failed: Unknown host', 'A'],
    [{ status: null, body: null, problem: 'unreachable' }, 'Connect to the Base URL failed: Connect timed out', 'A'],
    [{ status: null, body: null }, 'Connection reset', 'A'],
  ])('%j', (answer, text, tag) => {
    expect(remoteErrorText(answer)).toBe(text)
    expect(remoteErrorTag(answer)).toBe(tag)
  })
})

const app = 'TestMu AI'
const lookup = '/Users?filter=userName%20eq%20%22jane%40acme.test%22&startIndex=1&count=100'
const groupLookup = '/Groups?filter=displayName%20eq%20%22eng-team%22&startIndex=1&count=100'
const remote = 'Bad Request. Errors reported by remote server: No.'

describe('the error of the task', () => {
  const bad = scim(400, 'No.')
  test.each<[string, Exchange, string, 'D' | 'C' | 'A']>([
    ['lookup', { method: 'GET', path: lookup, app, ...bad },
      `Automatic provisioning of user jane@acme.test to app TestMu AI failed: Error while verifying if user jane@acme.test exists: ${remote}`, 'C'],
    ['create', { method: 'POST', path: '/Users', requestBody: '{"schemas":[],"userName":"jane@acme.test"}', app, ...scim(409, 'Taken.') },
      'Automatic provisioning of user jane@acme.test to app TestMu AI failed: Error while creating user jane@acme.test: ' +
        'Conflict. Errors reported by remote server: Taken.', 'C'],
    ['create, app unknown', { method: 'POST', path: '/Users', requestBody: '{"userName": "jane@acme.test"}', ...bad },
      `Error while creating user jane@acme.test: ${remote}`, 'C'],
    ['create, nothing known', { method: 'POST', path: '/Users', ...bad }, `Error while creating user the user: ${remote}`, 'C'],
    ['update', { method: 'PUT', path: '/Users/23', subject: 'jane@acme.test', app, ...bad },
      `Automatic profile push of user jane@acme.test to app TestMu AI failed: Error while trying to push profile update for jane@acme.test: ${remote}`, 'C'],
    ['update at assignment', { method: 'PUT', path: '/Users/23', operation: 'user.assign', subject: 'jane@acme.test', app, ...bad },
      `Automatic provisioning of user jane@acme.test to app TestMu AI failed: Error while trying to push profile update for jane@acme.test: ${remote}`, 'C'],
    ['deactivation', { method: 'PATCH', path: '/Users/23', operation: 'user.deactivate', subject: 'jane@acme.test', app, ...bad },
      `Automatic deprovisioning of user jane@acme.test from app TestMu AI failed: Error while deactivating user jane@acme.test: ${remote}`, 'A'],
    ['password', { method: 'PATCH', path: '/Users/23', operation: 'user.password', subject: 'jane@acme.test', app, ...bad },
      `Automatic password push of user jane@acme.test to app TestMu AI failed: Error while pushing password of user jane@acme.test: ${remote}`, 'A'],
    ['test of the connection', { method: 'GET', path: '/Users?startIndex=1&count=2', app, ...scim(401, 'Who?') },
      'Error authenticating: Unauthorized. Errors reported by remote server: Who?', 'C'],
    ['groups of the connection', { method: 'GET', path: '/Groups?startIndex=1&count=100', app, ...bad }, `Error authenticating: ${remote}`, 'C'],
    ['lookup, a 404 of another kind', { method: 'GET', path: lookup, app, status: 404, body: '{"message":"Cannot GET"}' },
      'Automatic provisioning of user jane@acme.test to app TestMu AI failed: Error while verifying if user jane@acme.test exists: Not Found.', 'A'],
    ['create, answered with a page', { method: 'POST', path: '/Users', subject: 'jane@acme.test', app, status: 201, body: 'created' },
      'Automatic provisioning of user jane@acme.test to app TestMu AI failed: Error while creating user jane@acme.test: ' +
        "Invalid JSON: Unrecognized token 'created': was expecting ('true', 'false' or 'null') at [line: 1, column: 8]", 'A'],
    ['group lookup', { method: 'GET', path: groupLookup, app, ...bad },
      `Unable to update Group Push mapping target App group eng-team: Error while verifying if group eng-team exists: ${remote}`, 'A'],
    ['group create', { method: 'POST', path: '/Groups', requestBody: '{"displayName":"eng-team"}', app, ...bad },
      `Unable to update Group Push mapping target App group eng-team: Error while creating user group eng-team: ${remote}`, 'C'],
    ['group create, slow', { method: 'POST', path: '/Groups', subject: 'eng-team', app, status: null, body: null, problem: 'timeout' },
      'Unable to update Group Push mapping target App group eng-team: Error while creating user group eng-team: Read timed out', 'C'],
    ['group read', { method: 'GET', path: '/Groups/7', subject: 'eng-team', app, ...scim(404, 'Gone.') },
      'Unable to update Group Push mapping target App group eng-team: Error while trying to get the group eng-team: Not Found. Errors reported by remote server: Gone.', 'C'],
    ['members', { method: 'PATCH', path: '/Groups/7', subject: 'eng-team', app, ...bad },
      `Unable to update Group Push mapping target App group eng-team: Error while updating user group membership for group eng-team ${remote}`, 'C'],
    ['rename', { method: 'PATCH', path: '/Groups/7', operation: 'group.rename', subject: 'eng-team', app, ...bad },
      `Unable to update Group Push mapping target App group eng-team: Error while updating user group eng-team: ${remote}`, 'A'],
    ['unlink', { method: 'DELETE', path: '/Groups/7', subject: 'eng-team', app, ...bad },
      `Unable to delete Group Push mapping target App group eng-team: Error while deleting user group eng-team: ${remote}`, 'C'],
  ])('%s', (_, exchange, text, tag) => {
    expect(howOktaShows(exchange)).toBe(text)
    expect(wordingTag(exchange)).toBe(tag)
  })
})

test.each<[string, Exchange, string]>([
  ['created without a body', { method: 'POST', path: '/Users', status: 201, body: '' }, 'The answer has no id of the new resource.'],
  ['created, no JSON', { method: 'POST', path: '/Users', requestBody: '{"userName":"jane"}', status: 201, body: 'OK' },
    "Error while creating user jane: Invalid JSON: Unrecognized token 'OK': was expecting ('true', 'false' or 'null') at [line: 1, column: 3]"],
  ['lookup that is not there', { method: 'GET', path: lookup, status: 404, body: '' }, 'Error while verifying if user jane@acme.test exists: Not Found.'],
  ['deactivation by its body', { method: 'PUT', path: '/Users/23', requestBody: '{"active":false}', subject: 'jane', status: 500, body: '' },
    'Error while deactivating user jane: Internal Server Error.'],
])('read from the request alone: %s', (_, exchange, text) => {
  expect(howOktaShows(exchange)).toBe(text)
  expect(wordingTag(exchange)).toBe('A')
})

test.each<[string, Exchange]>([
  ['success', { method: 'POST', path: '/Users', status: 201, body: '{"id":"23"}' }],
  ['success without a body', { method: 'DELETE', path: '/Groups/1', status: 204, body: '' }],
  ['success of which the log keeps a part', { method: 'GET', path: '/Users', status: 200, body: '{"Resources":[{' }],
  ['a creation of which the log keeps a part', { method: 'POST', path: '/Groups', status: 201, body: '{"members":[{' }],
  ['nobody found', { method: 'GET', path: lookup, ...scim(404, 'No such user.') }],
  ['updated without a body', { method: 'PATCH', path: '/Users/23', status: 204, body: '' }],
])('no error: %s', (_, exchange) => {
  expect(howOktaShows(exchange)).toBeNull()
  expect(wordingTag(exchange)).toBeNull()
})

test.each(taskKinds)('every operation has its words: %s', (operation) => {
  const text = taskErrorText({ operation, subject: 'jane', app, cause: matchingUserNotFound })
  expect(text).toMatch(/^(Automatic|Unable to) .*jane.*: Matching user not found\.$/)
})
