import { afterAll, beforeAll, expect, test } from 'vitest'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { createFailedAuthentication } from '../../../../src-main/core/scim/http/failed-authentication.ts'
import type { Sandbox as CoreSandbox } from '../../../../src-main/core/sandboxes/sandbox.ts'
import { expectError } from '../../../support/rows.ts'
import { type Lab, type Sandbox, startLab } from '../../../support/sandbox.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const withToken = (sandbox: Sandbox, token: string | null) =>
  sandbox.scim('GET', '/Users?count=1', undefined, { Authorization: token && `Bearer ${token}` })

test('the 31st failure within a minute is answered 429; the valid token and other sandboxes do not notice', async () => {
  const [sandbox, other] = [await lab.sandbox(), await lab.sandbox()]
  for (let failure = 1; failure <= 30; failure += 1) {
    const refused = await withToken(sandbox, failure % 2 ? 'guess' : null)
    expect([failure, refused.status, refused.headers['www-authenticate']]).toEqual([failure, 401, 'Bearer realm="SCIM"'])
  }
  const limited = await withToken(sandbox, 'guess')
  expect(limited.status).toBe(429)
  expectError(limited)
  const seconds = Number(limited.headers['retry-after'])
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(60)
  expect((await withToken(sandbox, sandbox.token)).status).toBe(200)
  expect((await withToken(sandbox, null)).status).toBe(429)
  expect((await withToken(other, 'guess')).status).toBe(401)
})

test('a minute after its first failure a sandbox answers 401 again, and a refusal of another kind is none', () => {
  let now = 5_000
  const limiter = createFailedAuthentication(() => now)
  const sandbox = {} as CoreSandbox
  const outcome = (status: number) => {
    try {
      limiter.limit(sandbox, () => {
        throw new ScimError(status, 'no')
      })
    } catch (error) {
      return error
    }
  }
  for (let failure = 0; failure < 40; failure += 1) outcome(403)
  for (let failure = 0; failure < 30; failure += 1) expect(outcome(401)).toMatchObject({ status: 401 })
  now += 59_500
  expect(outcome(401)).toMatchObject({ status: 429, retryAfterSeconds: 1 })
  now += 500
  expect(outcome(401)).toMatchObject({ status: 401 })
})
