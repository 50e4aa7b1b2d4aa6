import rfc7644 from '../../../resources/profiles/rfc7644.json' with { type: 'json' }
import testmu from '../../../resources/profiles/testmu.json' with { type: 'json' }
import type { BugId } from '../../../src-shared/domain/bugs.ts'
import type { Flag } from '../../../src-shared/domain/flags.ts'
import { type Profile, type ProfileId, type Strictness, type SwitchId, switchIds, type Switches } from '../../../src-shared/domain/switches.ts'
import { type Db, prepared } from '../db/open.ts'

export const profiles = { testmu, rfc7644 } as unknown as Record<ProfileId, Profile>

/** What a sandbox remembers about itself. */
export interface Settings {
  name: string
  /** As its file is called. */
  slug: string
  created: number
  profile: ProfileId
  strictness: Strictness
  overrides: Partial<Switches>
  flags: Record<Flag, boolean>
  /** Buggy-app presets that are on. */
  bugs: BugId[]
  /** Requests kept in the traffic log. */
  keep: number
  /** Frozen at `at`, or running `offset` milliseconds ahead of the machine. */
  clock: { frozen: boolean; at: number; offset: number }
  seed: string
}

export function readSettings(db: Db): Settings {
  const rows = prepared<{ key: string; value: string }>(db, 'SELECT key, value FROM settings').all()
  return Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value)])) as Settings
}

export function writeSettings(db: Db, values: Partial<Settings>): void {
  const insert = prepared(db, 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  for (const [key, value] of Object.entries(values)) insert.run(key, JSON.stringify(value))
}

/** What the profile and its strictness give for a switch, before overrides. */
export function profileValue(settings: Settings, id: SwitchId): string {
  const given = profiles[settings.profile].switches[id]
  return settings.strictness === 'strict' ? (given.strict ?? given.value) : given.value
}

/** The switches in force: a preset that is one of them counts more than an override. */
export function switchesOf(settings: Settings): Switches {
  const values = switchIds.map((id) => [id, settings.overrides[id] ?? profileValue(settings, id)])
  return { ...Object.fromEntries(values) as Switches, ...buggySwitches(settings.bugs) }
}

function buggySwitches(bugs: readonly BugId[]): Partial<Switches> {
  return {
    ...(bugs.includes('oneBadIdRejectsAll') && { unknownMember: 'refuse' }),
    ...(bugs.includes('itemsPerPage20') && { itemsPerPage: 'fixed20' }),
  }
}
