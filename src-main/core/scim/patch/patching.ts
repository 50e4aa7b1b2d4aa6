import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import type { Filter } from '../filter/ast.ts'
import type { ResourceModel } from '../schema/model.ts'
import type { Reading } from '../schema/values.ts'

/** A change to the members of a group. Members are rows and never in the body, so one change costs one row. */
export type MemberOperation =
  | { op: 'add' | 'remove' | 'replace'; ids: string[] }
  | { op: 'remove-where'; filter: Filter }

/** A PATCH under way: `value` is a copy of the stored body that operations change. */
export interface Patching {
  model: ResourceModel
  reading: Reading
  value: JsonObject
  members: MemberOperation[]
}
