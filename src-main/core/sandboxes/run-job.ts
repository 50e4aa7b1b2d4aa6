import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, openDatabase } from '../db/open.ts'
import type { ScimRequest } from '../scim/http/message.ts'
import { performWrite } from '../scim/http/perform.ts'
import { planRead } from '../scim/http/route.ts'
import { loadModels } from '../scim/schema/store.ts'
import { createRecorder } from '../traffic/record.ts'
import { sandboxNow } from './clock.ts'
import { readSettings, switchesOf } from './settings.ts'
import type { Job, JobDone, JobResult } from './threads.ts'
import type { WriteContext } from './write-context.ts'

/** Performs one job on a connection of its own: a write in one transaction, recorded like any other; a read from one snapshot. */
export function runJob(job: Job): JobResult {
  const db = openDatabase(job.file, { readonly: job.kind === 'read' })
  try {
    const context = contextOn(db)
    const request: ScimRequest = { ...job.request, query: new URLSearchParams(job.request.query) }
    return { done: job.kind === 'read' ? read(context, request) : write(context, request, job) }
  } catch (error) {
    if (!(error instanceof ScimError)) return { failure: (error as Error).stack ?? String(error) }
    return { refusal: { status: error.status, detail: error.message, scimType: error.scimType, rule: error.rule } }
  } finally {
    db.close()
  }
}

function contextOn(db: Db): WriteContext {
  const settings = readSettings(db)
  return {
    db, settings, switches: switchesOf(settings), models: loadModels(db), now: sandboxNow(settings.clock), findings: [], events: [],
  }
}

function read(context: WriteContext, request: ScimRequest): JobDone {
  const answer = context.db.transaction(() => planRead(context, request).answer()).deferred()
  return { answer, types: [], findings: context.findings }
}

function write(context: WriteContext, request: ScimRequest, { arrival }: Job & { kind: 'write' }): JobDone {
  const recorder = createRecorder(context.db, () => context.settings.keep, () => undefined)
  const answer = context.db.transaction(() => performWrite(context, request, arrival, recorder)).immediate()
  return { answer, types: [...new Set(context.events.map((event) => event.type))], findings: context.findings }
}
