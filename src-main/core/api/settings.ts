import type { Organization, ProfileState } from '../../../src-shared/api/settings.ts'
import { switchCatalogue, type SwitchId, switchIds } from '../../../src-shared/domain/switches.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { prepared } from '../db/open.ts'
import { defaultEntity } from '../provisioning/facts.ts'
import { reconcile } from '../provisioning/reconcile.ts'
import { nextId } from '../sandboxes/ids.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import { profiles, profileValue } from '../sandboxes/settings.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { findByKey } from '../directory/resources.ts'
import { installProfileSchemas } from '../scim/schema/store.ts'
import { api, type ApiContext, badInput, conflict, missing, sandboxOf } from './context.ts'

/** ECMAScript's last instant (Date). */
const lastInstant = 8.64e15

export const settingsRoutes = {
  profile: api.settings.profile.handler(({ context, input }) => profileState(sandboxOf(context, input.sandbox))),
  setProfile: api.settings.setProfile.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const { profile, strictness } = input
    const changed = profile !== sandbox.settings().profile
    if (changed && !isEmpty(sandbox)) throw conflict('The base profile changes only while the sandbox is empty. Make a new sandbox.')
    await sandbox.changeSettings('profile', { profile, strictness }, (writing) => {
      if (changed) installProfileSchemas(writing.db, profiles[profile])
    })
    return profileState(sandbox)
  }),
  setSwitch: api.settings.setSwitch.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const { id, value } = input
    const options = Object.keys(switchCatalogue[id].options)
    if (value !== null && !options.includes(value)) throw badInput(`${id} takes one of: ${options.join(', ')}.`)
    const { [id]: _old, ...rest } = sandbox.settings().overrides
    const overrides = value === null ? rest : { ...rest, [id]: value }
    await sandbox.changeSettings(`switch ${id}`, { overrides }, (writing) => {
      if (id === 'roleCombination') reconcile(writing, allUsers(writing))
    })
    return profileState(sandbox)
  }),
  organization: api.settings.organization.handler(({ context, input }) => organization(sandboxOf(context, input.sandbox))),
  setFlag: api.settings.setFlag.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    await sandbox.change({ action: 'setFlag', flag: input.flag, on: input.on })
    return organization(sandbox)
  }),
  addForeignUser: api.settings.addForeignUser.handler(({ context, input }) => changed(context, input.sandbox, (writing) => {
    const key = foldCase(input.address)
    if (findByKey(writing.db, 'User', input.address)) throw conflict(`${input.address} is a user of this organization.`)
    if (prepared(writing.db, 'SELECT 1 FROM foreign_users WHERE key = ?').get(key)) throw conflict(`${input.address} is on the list already.`)
    const id = nextId(writing.db, 'User', writing.switches.ids, writing.settings.seed)
    prepared(writing.db, 'INSERT INTO foreign_users (id, address, key) VALUES (?, ?, ?)').run(id, input.address, key)
    writing.events.push({ type: 'foreign-user.added', address: input.address })
  })),
  removeForeignUser: api.settings.removeForeignUser.handler(({ context, input }) => changed(context, input.sandbox, (writing) => {
    const row = prepared<{ address: string }>(writing.db, 'DELETE FROM foreign_users WHERE id = ? RETURNING address').get(input.id)
    if (!row) throw missing(`There is no such address.`)
    writing.events.push({ type: 'foreign-user.removed', address: row.address })
  })),
  recording: api.settings.recording.handler(({ context, input }) => ({ keep: sandboxOf(context, input.sandbox).settings().keep })),
  setRecording: api.settings.setRecording.handler(async ({ context, input }) => {
    await sandboxOf(context, input.sandbox).changeSettings('recording', { keep: input.keep })
    return { keep: input.keep }
  }),
  clock: api.settings.clock.handler(({ context, input }) => clockState(sandboxOf(context, input.sandbox))),
  setClock: api.settings.setClock.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    await sandbox.moveClock(input.frozen, input.now)
    return clockState(sandbox)
  }),
  advanceClock: api.settings.advanceClock.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    if (sandbox.now() + input.by > lastInstant) throw badInput('The clock would pass the last instant that can be told.')
    await sandbox.advanceClock(input.by)
    return clockState(sandbox)
  }),
}

async function changed(context: ApiContext, slug: string, work: (writing: WriteContext) => void): Promise<Organization> {
  const sandbox = sandboxOf(context, slug)
  await sandbox.write(work)
  return organization(sandbox)
}

function profileState(sandbox: Sandbox): ProfileState {
  const settings = sandbox.settings()
  const { name, description, switches } = profiles[settings.profile]
  return {
    profile: settings.profile, strictness: settings.strictness, name, description,
    canChangeProfile: isEmpty(sandbox),
    available: Object.values(profiles).map((profile) => ({ id: profile.id, name: profile.name, description: profile.description })),
    switches: switchIds.map((id: SwitchId) => ({
      id,
      title: switchCatalogue[id].title,
      value: settings.overrides[id] ?? profileValue(settings, id),
      profileValue: profileValue(settings, id),
      options: Object.entries(switchCatalogue[id].options).map(([value, label]) => ({ value, label })),
      tag: switches[id].tag,
      source: switches[id].source,
    })),
  }
}

function organization(sandbox: Sandbox): Organization {
  return {
    flags: sandbox.settings().flags,
    foreignUsers: prepared<{ id: string; address: string }>(sandbox.reader, 'SELECT id, address FROM foreign_users ORDER BY key').all(),
    defaultConcurrencyGroup: defaultEntity(sandbox.reader, 'concurrencyGroup'),
  }
}

function clockState(sandbox: Sandbox) {
  return { now: sandbox.now(), frozen: sandbox.settings().clock.frozen }
}

function isEmpty(sandbox: Sandbox): boolean {
  return prepared(sandbox.reader, 'SELECT 1 FROM resources LIMIT 1').get() === undefined
}

function allUsers(writing: WriteContext): number[] {
  return prepared<{ seq: number }>(writing.db, "SELECT seq FROM resources WHERE type = 'User'").all().map((row) => row.seq)
}
