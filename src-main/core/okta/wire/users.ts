import { isObject, type JsonObject } from '../../../../src-shared/scim/types.ts'
import { createBody, mergeBody, type Mapped, patchValues } from '../body.ts'
import { OperationFailure } from './failure.ts'
import { at, find, getThenPut, idOf, patch, send, type Wire } from './wire.ts'

/** A person as an app is told of them. */
export interface Subject {
  userName: string
  /** The Okta user id, sent as externalId. */
  oktaId: string
  mapped: Mapped[]
  /** The placeholder that is always sent on create. */
  password: string
}

export interface UserOptions {
  uniqueIdentifier: string
  create: boolean
  update: boolean
  /** OIN: “Support PATCH for User”. */
  patchUsers: boolean
}

/** okta-wire §3: looks the person up, then creates or takes over the account; `known` hears of one that was found. Returns its id. */
export async function assignUser(wire: Wire, subject: Subject, options: UserOptions, known: (id: string) => Promise<void>): Promise<string> {
  const found = await find(wire, 'Users', options.uniqueIdentifier, subject.userName)
  if (found !== null) {
    await known(idOf(found))
    return takeOver(wire, found, subject, options)
  }
  if (!options.create) throw new OperationFailure({ kind: 'notMatched' })
  const { body } = await send(wire, 'POST', '/Users', createBody(subject.mapped, given(subject)))
  return idOf(body)
}

async function takeOver(wire: Wire, found: JsonObject, subject: Subject, options: UserOptions): Promise<string> {
  const id = idOf(found)
  if (wire.kind === 'AIW') {
    if (options.update) await getThenPut(wire, at('Users', id), (fetched) => merge(wire, fetched, subject, true))
    else if (found.active === false) await setActive(wire, id, true)
    return id
  }
  const activate = async () => void (found.active === false && await setActive(wire, id, true))
  const update = async () => void (options.update && await updateUser(wire, id, subject, options))
  const steps = wire.assumptions.foundInactive === 'activateFirst' ? [activate, update] : [update, activate]
  for (const step of steps) await step()
  return id
}

/** okta-wire §4: the whole profile over the server's own body. */
export async function updateUser(wire: Wire, id: string, subject: Subject, { patchUsers }: Pick<UserOptions, 'patchUsers'>): Promise<void> {
  if (wire.kind === 'OIN' && patchUsers) await patch(wire, at('Users', id), replacements(wire, subject))
  else await getThenPut(wire, at('Users', id), (fetched) => merge(wire, fetched, subject))
}

/** okta-wire §5: only `active`; a custom app sends back what it fetched, unmerged. */
export async function setActive(wire: Wire, id: string, active: boolean): Promise<void> {
  if (wire.kind === 'OIN') await patch(wire, at('Users', id), [{ op: 'replace', value: { active } }])
  else await getThenPut(wire, at('Users', id), (fetched) => ({ ...fetched, active }))
}

/** okta-wire §1. */
export async function setPassword(wire: Wire, id: string, password: string): Promise<void> {
  const { aiwPassword, oinPassword } = wire.assumptions
  if (wire.kind === 'AIW' && aiwPassword === 'put') await getThenPut(wire, at('Users', id), (fetched) => ({ ...fetched, password }))
  else if (wire.kind === 'AIW' || oinPassword === 'path') await patch(wire, at('Users', id), [{ op: 'replace', path: 'password', value: password }])
  else await patch(wire, at('Users', id), [{ op: 'replace', value: { password } }])
}

function merge(wire: Wire, fetched: JsonObject, subject: Subject, active?: boolean): JsonObject {
  const { userName, mapped } = subject
  return mergeBody(fetched, mapped, { userName, ...(active !== undefined && { active }) }, wire.assumptions.emptiedValue)
}

/** “Support PATCH for User”: the whole profile, as replacements. */
function replacements({ assumptions }: Wire, { mapped, userName }: Subject): JsonObject[] {
  const profile = patchValues(mapped, userName, assumptions.emptiedValue)
  if (assumptions.userPatch === 'pathless') return [{ op: 'replace', value: profile }]
  return Object.entries(profile).flatMap(([name, value]) => (
    name.includes(':') && isObject(value)
      ? Object.entries(value).map(([sub, each]) => ({ op: 'replace', path: `${name}:${sub}`, value: each }))
      : [{ op: 'replace', path: name, value }]
  ))
}

function given({ userName, oktaId, password }: Subject) {
  return { userName, externalId: oktaId, password }
}
