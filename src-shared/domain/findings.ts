import type { JsonValue } from '../scim/types.ts'
import type { Tag } from './switches.ts'

/**
 * What the endpoint noticed about a request while it decided what to do, beside the events it caused.
 * `ignored` left the stored value alone · `skipped` left a member out · `coerced` understood a value of the wrong type ·
 * `beyond` worked, though the vendor does not document it · `unchanged` says why nothing changed · `warning` is advice.
 */
export interface Finding {
  kind: 'ignored' | 'skipped' | 'coerced' | 'cleared' | 'beyond' | 'unchanged' | 'warning'
  /** A stable code, such as `unknown-schema`. */
  code: string
  /** The attribute path as the client wrote it. */
  path?: string
  value?: JsonValue
  /** One plain sentence. */
  text: string
  /** Where the decision comes from, such as `testmu-provisioning §2`. */
  rule: string
  tag: Tag
}
