import { createHash } from 'node:crypto'
import type { Db } from '../db/open.ts'
import type { AppRow } from './apps.ts'
import type { AppUserRow } from './app-users.ts'
import type { PersonRow } from './people.ts'
import { type AppProfile, appProfile } from './profile.ts'
import { OperationFailure } from './wire/failure.ts'
import type { Subject } from './wire/users.ts'

/** What an operation on a person's account sends. @throws OperationFailure when the profile gives no username or an expression fails */
export function subjectOf(db: Db, app: AppRow, person: PersonRow, row: AppUserRow): { subject: Subject; profile: AppProfile } {
  const profile = appProfile(db, app, person, row)
  const [problem] = profile.problems
  if (problem !== undefined) throw new OperationFailure({ kind: 'okta', message: problem })
  if (profile.userName === null) throw new OperationFailure({ kind: 'okta', message: 'The application username format gives no username' })
  return { subject: { userName: profile.userName, oktaId: person.id, mapped: profile.mapped, password: placeholderPassword(person, '') }, profile }
}

/** Okta always sends a random password on create (okta-wire §3); ours follows from the person, so that fixtures repeat. */
export function placeholderPassword({ id }: PersonRow, salt: string): string {
  return `Aa1!${createHash('sha256').update(`password ${id} ${salt}`).digest('base64url').slice(0, 16)}`
}
