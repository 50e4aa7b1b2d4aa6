import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { foldCase, type JsonObject } from '../../../../src-shared/scim/types.ts'
import { indexedRows } from '../../../../src-main/core/directory/indexed.ts'
import { compileFilter } from '../../../../src-main/core/scim/filter/compile.ts'
import { registerFilterFunctions } from '../../../../src-main/core/scim/filter/functions.ts'
import { parseFilter } from '../../../../src-main/core/scim/filter/parse.ts'
import { compileSort } from '../../../../src-main/core/scim/filter/sort.ts'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'
import { urnsOf } from './models.ts'

const migration = readFileSync(new URL('../../../../src-main/core/db/migrations/001-initial.sql', import.meta.url), 'utf8')

export interface Stored {
  seq: number
  model: ResourceModel
  body: JsonObject
  externalId: string | null
  created: number
  modified: number
  deleted: boolean
}

/** A database with the real tables and the given resources; `members` are pairs of group and member. */
export function directory(resources: readonly Stored[], members: readonly (readonly [number, number])[]) {
  const database = new Database(':memory:')
  registerFilterFunctions(database)
  database.exec(migration)
  const insert = database.prepare(`INSERT INTO resources (seq, id, type, key, external_id, body, active, created, modified, version, deleted)
    VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`)
  const insertValue = database.prepare('INSERT INTO indexed_values VALUES (?, ?, ?, ?)')
  const insertMember = database.prepare('INSERT INTO memberships VALUES (?, ?)')
  for (const { seq, model, body, externalId, created, modified, deleted } of resources) {
    const type = model.type.name
    const key = foldCase(nameOf({ model, body }))
    insert.run(seq, `id-${seq}`, type, key, externalId, JSON.stringify(body), created, modified, seq % 3, deleted ? modified : null)
    for (const { path, value } of indexedRows(model, body)) insertValue.run(type, path, value, seq)
  }
  members.forEach((pair) => insertMember.run(...pair))
  return database
}

/** The resource as a client sees it, less what is rendered per answer. */
export function rendered(stored: Stored, all: readonly Stored[], members: readonly (readonly [number, number])[]): JsonObject {
  const { seq, model, body, externalId, created, modified } = stored
  const isGroup = model.type.name === 'Group'
  const others = members
    .filter((pair) => pair[isGroup ? 0 : 1] === seq)
    .map((pair) => all.find((each) => each.seq === pair[isGroup ? 1 : 0])!)
    .filter((each) => !each.deleted)
  const links = others.map((each) => ({
    value: `id-${each.seq}`, display: nameOf(each), type: isGroup ? each.model.type.name : 'direct', $ref: 'https://x/y',
  }))
  return {
    ...body,
    id: `id-${seq}`,
    ...(externalId !== null && { externalId }),
    [isGroup ? 'members' : 'groups']: links,
    meta: {
      resourceType: model.type.name, created: new Date(created).toISOString(), lastModified: new Date(modified).toISOString(),
      version: `W/"${seq % 3}"`, location: 'https://x/y',
    },
  }
}

/** The query of a list request, as its caller writes it. */
export function query(model: ResourceModel, filter: string, sortBy?: string, order?: 'ascending' | 'descending') {
  const where = compileFilter(model, parseFilter(filter, urnsOf(model)))
  const by = sortBy === undefined ? { sql: 'r.seq', params: [] } : compileSort(model, sortBy, order)
  return {
    text: `SELECT r.seq FROM resources r WHERE r.type = ? AND r.deleted IS NULL AND ${where.sql} ORDER BY ${by.sql} LIMIT 1000`,
    params: [model.type.name, ...where.params, ...by.params],
    served: where.served,
    few: where.few,
    comparisons: where.comparisons,
  }
}

export function find(database: Database.Database, ...request: Parameters<typeof query>): number[] {
  const { text, params } = query(...request)
  return database.prepare<unknown[], number>(text).pluck().all(...params)
}

export function plan(database: Database.Database, ...request: Parameters<typeof query>): string {
  const { text, params } = query(...request)
  return database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...params).map((row) => row.detail).join('\n')
}

function nameOf({ model, body }: Pick<Stored, 'model' | 'body'>): string {
  return String(model.type.name === 'Group' ? body.displayName : body.userName)
}
