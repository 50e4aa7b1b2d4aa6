import { ScimError } from '../../../src-shared/scim/errors.ts'
import { openDatabase } from '../db/open.ts'
import { performWrite } from '../scim/http/perform.ts'
import { loadModels } from '../scim/schema/store.ts'
import { createRecorder } from '../traffic/record.ts'
import { sandboxNow } from './clock.ts'
import { readSettings, switchesOf } from './settings.ts'
import type { JobResult, WriteJob } from './worker.ts'
import type { WriteContext } from './write-context.ts'

/** Performs one large write on a connection of its own, in one transaction, recorded like any other. */
export function runJob({ file, request, arrival }: WriteJob): JobResult {
  const db = openDatabase(file)
  try {
    const settings = readSettings(db)
    const recorder = createRecorder(db, () => settings.keep, () => undefined)
    const context: WriteContext = {
      db, settings, switches: switchesOf(settings), models: loadModels(db), now: sandboxNow(settings.clock), findings: [], events: [],
    }
    const asked = { ...request, query: new URLSearchParams(request.query) }
    const answer = db.transaction(() => performWrite(context, asked, arrival, recorder)).immediate()
    return { answer, types: [...new Set(context.events.map((event) => event.type))] }
  } catch (error) {
    if (!(error instanceof ScimError)) return { failure: (error as Error).stack ?? String(error) }
    return { refusal: { status: error.status, detail: error.message, scimType: error.scimType, rule: error.rule } }
  } finally {
    db.close()
  }
}
