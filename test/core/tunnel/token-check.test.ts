import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createCore } from '../../../src-main/core/core.ts'
import { consoleClient } from '../../support/sandbox.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-tokens-'))
  return () => rmSync(dataDir, { recursive: true, force: true })
})

async function withCore<Result>(work: (api: ReturnType<typeof consoleClient>) => Promise<Result>): Promise<Result> {
  const core = await createCore({ dataDir, port: 0, worker: new URL('../../../src-main/worker.ts', import.meta.url) })
  try {
    return await work(consoleClient(core))
  } finally {
    await core.close()
  }
}

/** What preflight says of the tokens, by a provider that needs nothing. */
async function tokenCheck(api: ReturnType<typeof consoleClient>) {
  await api.tunnel.configure({ settings: { kind: 'ngrok', domain: '' }, rehearsal: true })
  return (await api.tunnel.preflight()).checks.find(({ id }) => id === 'token')
}

test('a fresh token is well; an old one is told by the sandbox clock, and one that is not there', async () => {
  await withCore(async (api) => {
    expect(await tokenCheck(api)).toMatchObject({ outcome: 'ok' })
    await api.settings.advanceClock({ sandbox: 'default', by: 91 * 86_400_000 })
    expect(await tokenCheck(api)).toMatchObject({ outcome: 'warn', text: expect.stringMatching(/^Default sandbox: a token is older than 90 days\. Rotate/) })
    await api.tokens.rotate({ sandbox: 'default' })
    expect(await tokenCheck(api)).toMatchObject({ outcome: 'ok' })
    await api.tokens.rotate({ sandbox: 'default', expiresInSeconds: 1 })
    await api.settings.advanceClock({ sandbox: 'default', by: 2_000 })
    expect(await tokenCheck(api)).toMatchObject({ outcome: 'warn', text: expect.stringMatching(/no token is valid now/) })
  })
})

test('a token that two sandboxes share, as after copying a file, and a weak one are told', async () => {
  await withCore(() => Promise.resolve())
  copyFileSync(join(dataDir, 'sandboxes/default.sqlite'), join(dataDir, 'sandboxes/copied.sqlite'))
  const secrets = join(dataDir, 'secrets.json')
  writeFileSync(secrets, JSON.stringify({ ...JSON.parse(readFileSync(secrets, 'utf8')) as object, copied: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }))
  const check = await withCore(tokenCheck)
  expect(check).toMatchObject({ outcome: 'warn', text: expect.stringMatching(/its token also opens Default sandbox/) })
  expect(check!.text).toMatch(/its token is short or repeats itself/)
})
