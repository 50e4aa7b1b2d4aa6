import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Finding } from '../../../src-shared/domain/findings.ts'
import type { Switches } from '../../../src-shared/domain/switches.ts'
import type { Db } from '../db/open.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import type { Settings } from './settings.ts'

/** What a read sees: one connection and the settings in force. */
export interface ReadContext {
  db: Db
  settings: Settings
  switches: Switches
  models: readonly ResourceModel[]
  /** Epoch milliseconds of the sandbox clock, one value for the whole request. */
  now: number
  findings: Finding[]
}

/** What a write sees: the same inside its transaction, and the events it has caused so far. */
export interface WriteContext extends ReadContext {
  events: DomainEvent[]
  /** Hears how many of how many users of a step have been planned, or of another unit done. @throws ScimError 409 when it is cancelled */
  progress?: (done: number, total: number, unit?: 'rows' | 'kB') => void
}
