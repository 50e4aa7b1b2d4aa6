import type { ResourceModel } from '../schema/model.ts'
import type { Index, Source } from './source.ts'
import { sql, type Sql } from './sql.ts'
import { textColumn } from './values.ts'

/** A sub-attribute of `members` or `groups`, read from the resource `x` at the other end of a membership. */
export function membershipSource(of: ResourceModel, name: string): Source {
  const single = { rows: null, present: () => sql`1`, index: null }
  switch (name) {
    case 'value':
      return { ...single, value: textColumn(sql`x.id`), index: idIndex(sql`x.id`) }
    case 'display': {
      const exact = sql`json_extract(x.body, CASE x.type WHEN 'User' THEN '$.userName' ELSE '$.displayName' END)`
      // The type makes the index on (type, key) serve; no other type has a key.
      const where = (condition: Sql) => sql`(x.type IN ('User', 'Group') AND ${condition})`
      const index: Index = { column: sql`x.key`, kind: 'text', folded: true, where }
      return { ...single, value: textColumn(exact, sql`x.key`), present: () => sql`x.key <> ''`, index }
    }
    case 'type':
      return { ...single, value: textColumn(of.type.name === 'Group' ? sql`x.type` : sql`'direct'`) }
    default:
      return { ...single, value: textColumn(sql`NULL`) }
  }
}

/** Rows of the memberships of `r`: `m`, and `x` at the other end. */
export function membershipRows(of: ResourceModel): Sql {
  return of.type.name === 'Group'
    ? sql`FROM memberships m JOIN resources x ON x.seq = m.member_seq WHERE m.group_seq = r.seq AND x.deleted IS NULL`
    : sql`FROM memberships m JOIN resources x ON x.seq = m.group_seq WHERE m.member_seq = r.seq AND x.deleted IS NULL`
}

/** The resources whose memberships include an `x` that an index finds by `condition`. */
export function membershipIndex(of: ResourceModel, condition: Sql): Sql {
  return of.type.name === 'Group'
    ? sql`r.seq IN (SELECT m.group_seq FROM resources x JOIN memberships m ON m.member_seq = x.seq
      WHERE x.deleted IS NULL AND ${condition})`
    : sql`r.seq IN (SELECT m.member_seq FROM resources x JOIN memberships m ON m.group_seq = x.seq
      WHERE x.deleted IS NULL AND ${condition})`
}

/** Ids are unique over all types. */
export function idIndex(column: Sql): Index {
  return { column, kind: 'text', folded: false, where: (condition) => condition }
}
