import { onTestFinished } from 'vitest'
import type { AppKind } from '../../src-shared/domain/okta.ts'
import { startForeignApp } from './foreign-app.ts'
import { simulatedOkta } from './okta.ts'
import type { Lab } from './sandbox.ts'

/** An Okta whose app is not ours, on a clock that stands still. */
export async function rehearsal(lab: Lab, kind: AppKind = 'AIW') {
  const app = await startForeignApp()
  onTestFinished(() => app.close())
  const sandbox = await lab.sandbox()
  await sandbox.api.settings.setClock({ sandbox: sandbox.slug, frozen: true, now: 1_800_000_000_000 })
  const okta = await simulatedOkta(sandbox, { kind, baseUrl: app.baseUrl })
  const advance = async (seconds: number) => {
    const { now } = await sandbox.api.settings.clock({ sandbox: sandbox.slug })
    await sandbox.api.settings.setClock({ sandbox: sandbox.slug, frozen: true, now: now + seconds * 1000 })
  }
  const task = async () => (await okta.okta.tasks.list({ sandbox: okta.sandbox })).items[0]
  return { app, sandbox, okta, advance, task }
}

/** The body of a refusal. */
export function scimError(detail: string): string {
  return JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status: '400' })
}
