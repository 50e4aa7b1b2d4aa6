import { prepared } from '../db/open.ts'
import { announce, countResources } from '../fixtures/announce.ts'
import { nameOwnSlug } from '../fixtures/okta-tables.ts'
import { clearState, copyState } from '../fixtures/state-tables.ts'
import type { StateDone } from '../fixtures/work.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { dropOldAutomatic, readSnapshot } from './folder.ts'
import { saveNumbered } from './save.ts'

/** Puts back a snapshot, after an automatic one of what is there now. */
export function restoreSnapshot(context: WriteContext, file: string, folder: string, snapshot: string): StateDone {
  const { name } = readSnapshot(snapshot)
  saveAutomatic(context, file, folder, `before restore of ${name}`)
  replaceState(context, snapshot, () => announce(context, 'restore', name))
  return { ...countResources(context.db), report: null }
}

/** Returns to a seed, after an automatic snapshot of what is there now. */
export function resetState(context: WriteContext, file: string, folder: string, seed: string): StateDone {
  saveAutomatic(context, file, folder, 'before reset')
  replaceState(context, seed, () => announce(context, 'reset', readSnapshot(seed).name))
  return { ...countResources(context.db), report: null }
}

function saveAutomatic({ now }: WriteContext, file: string, folder: string, name: string): void {
  saveNumbered(file, folder, { name, created: now, automatic: true })
  dropOldAutomatic(folder)
}

/** One transaction from an attached file of the same schema. */
function replaceState({ db }: WriteContext, snapshot: string, then: () => void): void {
  prepared(db, 'ATTACH ? AS snapshot').run(snapshot)
  try {
    db.transaction(() => {
      for (const sql of [...clearState, ...copyState('snapshot'), nameOwnSlug]) db.exec(sql)
      then()
    }).immediate()
  } finally {
    db.exec('DETACH snapshot')
  }
}
