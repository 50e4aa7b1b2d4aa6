import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { diskFull } from '../db/disk-full.ts'
import { type Db, openDatabase } from '../db/open.ts'
import { performChange } from '../provisioning/change.ts'
import type { ScimRequest } from '../scim/http/message.ts'
import { type Arrival, performWrite } from '../scim/http/perform.ts'
import { planRead } from '../scim/http/route.ts'
import { performFileWork, performStateWork } from '../fixtures/work.ts'
import { loadModels } from '../scim/schema/store.ts'
import { createRecorder } from '../traffic/record.ts'
import { sandboxNow } from './clock.ts'
import { cancelled } from './running.ts'
import { readSettings, switchesOf } from './settings.ts'
import type { Job, JobDone, JobMessage } from './threads.ts'
import type { WriteContext } from './write-context.ts'

/** Real milliseconds between two words about progress. */
const progressEvery = 100

/** Pages in memory, in kB, of a job that goes through a whole file once: more of them would be seldom met again. */
const passingCache = 8_000

/**
 * Performs one job on a connection of its own: a write in one transaction, recorded like any other; a read from one snapshot.
 * `say` hears how far it is; a job that is `stopped` ends where it next says so.
 */
export function runJob(job: Job, say: (message: JobMessage) => void, stopped: () => boolean): JobMessage {
  const db = openDatabase(job.file, { readonly: job.kind === 'read' || job.kind === 'file' })
  if (job.kind === 'state' || job.kind === 'file') db.pragma(`cache_size = -${passingCache}`)
  try {
    return { done: perform(contextOn(db, say, stopped), job) }
  } catch (error) {
    const refusal = error instanceof ScimError ? error : diskFull(error)
    if (!refusal) return { failure: (error as Error).stack ?? String(error) }
    return { refusal: { status: refusal.status, detail: refusal.message, scimType: refusal.scimType, rule: refusal.rule } }
  } finally {
    db.close()
  }
}

function contextOn(db: Db, say: (message: JobMessage) => void, stopped: () => boolean): WriteContext {
  const settings = readSettings(db)
  let last = performance.now()
  return {
    db, settings, switches: switchesOf(settings), models: loadModels(db), now: sandboxNow(settings.clock), findings: [], events: [],
    progress(done, total, unit) {
      if (stopped()) throw cancelled()
      if (performance.now() - last < progressEvery) return
      last = performance.now()
      say({ progress: { done, total, ...(unit && { unit }) } })
    },
  }
}

function perform(context: WriteContext, job: Job): JobDone[Job['kind']] {
  if (job.kind === 'read') return read(context, received(job.request))
  if (job.kind === 'file') return context.db.transaction(() => performFileWork(context, job.file, job.work)).deferred()
  if (job.kind === 'state') return { ...performStateWork(context, job, job.work), types: typesOf(context) }
  return job.kind === 'write' ? write(context, received(job.request), job.arrival) : change(context, job)
}

function received(request: Extract<Job, { kind: 'read' }>['request']): ScimRequest {
  return { ...request, query: new URLSearchParams(request.query) }
}

function read(context: WriteContext, request: ScimRequest): JobDone['read'] {
  const answer = context.db.transaction(() => planRead(context, request).answer()).deferred()
  return { answer, findings: context.findings }
}

function write(context: WriteContext, request: ScimRequest, arrival: Arrival): JobDone['write'] {
  const recorder = createRecorder(context.db, () => context.settings.keep, () => undefined)
  const answer = context.db.transaction(() => performWrite(context, request, arrival, recorder)).immediate()
  return { answer, types: typesOf(context) }
}

function change(context: WriteContext, { change: wanted, preview }: Extract<Job, { kind: 'change' }>): JobDone['change'] {
  const recorder = createRecorder(context.db, () => context.settings.keep, () => undefined)
  const work = context.db.transaction(() => {
    const result = performChange(context, wanted)
    if (preview) throw new NotStored()
    recorder.writeEvents(context.events, null, context.now)
    return result
  })
  try {
    return { result: work.immediate(), types: typesOf(context), events: [] }
  } catch (error) {
    if (!(error instanceof NotStored)) throw error
    return { result: null, types: [], events: context.events }
  }
}

/** Rolls a preview back. */
class NotStored extends Error {}

function typesOf({ events }: WriteContext): DomainEvent['type'][] {
  return [...new Set(events.map((event) => event.type))]
}
