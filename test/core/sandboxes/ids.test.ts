import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import initial from '../../../src-main/core/db/migrations/001-initial.sql?raw'
import { nextId } from '../../../src-main/core/sandboxes/ids.ts'

function emptySandbox() {
  const db = new Database(':memory:')
  db.exec(initial)
  return db
}

const insert = 'INSERT INTO resources (id, type, body, active, created, modified, version) VALUES (?, ?, ?, 1, 0, 0, 1)'

test('numeric ids never meet, though users run into the numbers of groups', () => {
  const db = emptySandbox()
  db.prepare(insert).run(nextId(db, 'Group', 'numeric', 's'), 'Group', '{}')
  db.exec("UPDATE counters SET value = 50000 WHERE name = 'User'; INSERT OR IGNORE INTO counters VALUES ('User', 50000)")
  const ids = ['User', 'User', 'Group', 'Device', 'User', 'Group'].map((type) => {
    const id = nextId(db, type, 'numeric', 's')
    db.prepare(insert).run(id, type, '{}')
    return id
  })
  expect(new Set(ids).size).toBe(ids.length)
})

test('UUIDs follow from seed and counter', () => {
  const ids = () => {
    const db = emptySandbox()
    return [nextId(db, 'User', 'uuid', 'seed'), nextId(db, 'User', 'uuid', 'seed'), nextId(db, 'Group', 'uuid', 'seed')]
  }
  expect(ids()).toEqual(ids())
  expect(new Set(ids()).size).toBe(3)
  for (const id of ids()) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})
