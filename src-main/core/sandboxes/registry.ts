import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox as SandboxInfo } from '../../../src-shared/api/sandboxes.ts'
import type { Noun } from '../../../src-shared/api/stream.ts'
import type { ProfileId, Strictness } from '../../../src-shared/domain/switches.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase, prepared } from '../db/open.ts'
import { tidySnapshots, seedFile } from '../snapshots/folder.ts'
import { installState, saveFreshState } from '../snapshots/prepare.ts'
import { movedClock, runningClock, sandboxNow } from './clock.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'
import { writeSettings } from './settings.ts'
import type { Threads } from './threads.ts'
import { issueToken, type SecretStore } from './tokens.ts'

export const defaultSlug = 'default'

/** The sandboxes of one data dir: a file each, opened at start. A file that cannot be opened is shown with its problem. */
export interface Registry {
  find(slug: string | null): Sandbox | undefined
  list(): SandboxInfo[]
  describe(slug: string): SandboxInfo | undefined
  /** `seed` and `clock` as in `CoreOptions`. */
  create(given: NewSandbox): void
  duplicate(sandbox: Sandbox, name: string, slug: string): void
  remove(slug: string): void
  /** A slug from a name, made free by a number where it is taken. */
  freeSlug(name: string): string
  close(): void
}

interface NewSandbox {
  slug: string
  name: string
  profile: ProfileId
  strictness: Strictness
  seed?: string | undefined
  clock?: number | undefined
}

export function openRegistry(dataDir: string, secrets: SecretStore, threads: Threads, changed: (slug: string, nouns: Noun[]) => void): Registry {
  const directory = join(dataDir, 'sandboxes')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const open = new Map<string, Sandbox>()
  const broken = new Map<string, string>()
  const fileOf = (slug: string) => join(directory, `${slug}.sqlite`)
  const snapshotsOf = (slug: string) => join(dataDir, 'snapshots', slug)

  function load(slug: string): void {
    try {
      const db = openDatabase(fileOf(slug))
      try {
        migrate(db)
        writeSettings(db, { slug })
      } finally {
        db.close()
      }
      tidySnapshots(snapshotsOf(slug))
      open.set(slug, openSandbox(slug, { file: fileOf(slug), snapshots: snapshotsOf(slug) }, threads, changed))
    } catch (error) {
      broken.set(slug, `${fileOf(slug)} cannot be opened: ${(error as Error).message}`)
    }
  }

  for (const name of readdirSync(directory).toSorted()) {
    if (/^[a-z0-9-]{1,40}\.sqlite$/.test(name)) load(name.slice(0, -'.sqlite'.length))
  }

  function describe(slug: string): SandboxInfo | undefined {
    const sandbox = open.get(slug)
    if (sandbox) return infoOf(sandbox)
    const problem = broken.get(slug)
    return problem === undefined ? undefined : { ...unreadable(slug), problem }
  }

  return {
    find: (slug) => open.get(slug ?? defaultSlug),
    list: () => [...open.keys(), ...broken.keys()].toSorted(defaultFirst).map((slug) => describe(slug)!),
    describe,
    create({ slug, name, profile, strictness, seed = slug, clock: at }) {
      const db = openDatabase(fileOf(slug))
      const clock = at === undefined ? runningClock : movedClock(true, at)
      const now = sandboxNow(clock)
      const fresh = { profile, strictness, overrides: {}, seed, clock }
      migrate(db)
      db.transaction(() => {
        writeSettings(db, { name, slug, created: now, keep: 10_000 })
        installState(db, fresh)
        secrets.write(slug, issueToken(db, now, null))
      }).immediate()
      db.close()
      // A clock that is moved later is reset with the rest.
      if (at !== undefined) saveFreshState(seedFile(snapshotsOf(slug)), now, fresh)
      open.set(slug, openSandbox(slug, { file: fileOf(slug), snapshots: snapshotsOf(slug) }, threads, changed))
      changed(slug, ['sandboxes'])
    },
    duplicate(sandbox, name, slug) {
      sandbox.recorder.flush()
      sandbox.db.pragma('wal_checkpoint(TRUNCATE)')
      copyFileSync(fileOf(sandbox.slug), fileOf(slug))
      copySeed(sandbox.snapshots, snapshotsOf(slug))
      const db = openDatabase(fileOf(slug))
      db.transaction(() => {
        writeSettings(db, { name, slug, created: sandboxNow(runningClock) })
        prepared(db, 'DELETE FROM tokens').run()
        prepared(db, 'DELETE FROM exchanges').run()
        secrets.write(slug, issueToken(db, sandbox.now(), null))
      }).immediate()
      db.close()
      open.set(slug, openSandbox(slug, { file: fileOf(slug), snapshots: snapshotsOf(slug) }, threads, changed))
      changed(slug, ['sandboxes'])
    },
    remove(slug) {
      open.get(slug)?.close()
      open.delete(slug)
      broken.delete(slug)
      for (const suffix of ['', '-wal', '-shm']) rmSync(fileOf(slug) + suffix, { force: true })
      rmSync(snapshotsOf(slug), { recursive: true, force: true })
      secrets.write(slug, null)
      changed(slug, ['sandboxes'])
    },
    freeSlug(name) {
      const stem = name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 32) || 'sandbox'
      let slug = stem
      for (let number = 2; open.has(slug) || broken.has(slug) || existsSync(fileOf(slug)); number += 1) slug = `${stem}-${number}`
      return slug
    },
    close() {
      for (const sandbox of open.values()) sandbox.close()
    },
  }
}

function copySeed(from: string, to: string): void {
  if (!existsSync(seedFile(from))) return
  mkdirSync(to, { recursive: true, mode: 0o700 })
  copyFileSync(seedFile(from), seedFile(to))
}

function infoOf(sandbox: Sandbox): SandboxInfo {
  const settings = sandbox.settings()
  const count = (sql: string) => prepared<{ n: number }>(sandbox.reader, sql).get()!.n
  return {
    slug: sandbox.slug, name: settings.name, isDefault: sandbox.slug === defaultSlug, profile: settings.profile,
    strictness: settings.strictness, created: settings.created, problem: null,
    counts: {
      users: count("SELECT count(*) AS n FROM resources WHERE type = 'User' AND deleted IS NULL"),
      groups: count("SELECT count(*) AS n FROM resources WHERE type = 'Group' AND deleted IS NULL"),
      requests: count('SELECT count(*) AS n FROM exchanges'),
    },
  }
}

function unreadable(slug: string): Omit<SandboxInfo, 'problem'> {
  return {
    slug, name: slug, isDefault: slug === defaultSlug, profile: 'testmu', strictness: 'lenient', created: 0,
    counts: { users: 0, groups: 0, requests: 0 },
  }
}

function defaultFirst(a: string, b: string): number {
  return Number(b === defaultSlug) - Number(a === defaultSlug) || a.localeCompare(b)
}
