import type { AppAttribute, Lint } from '../../../src-shared/api/okta/attributes.ts'
import type { Db } from '../db/open.ts'
import type { AppRow } from './apps.ts'

export function lintsOfAssignments(_context: unknown, _db: Db, _app: AppRow): Lint[] { return [] }
export function lintsOfPushes(_context: unknown, _db: Db, _app: AppRow): Lint[] { return [] }
export function lintsOfProfile(_context: unknown, _db: Db, _app: AppRow): Lint[] { return [] }
export function lintsOfAttribute(_context: unknown, _db: Db, _app: AppRow, _attribute: AppAttribute): Lint[] { return [] }
