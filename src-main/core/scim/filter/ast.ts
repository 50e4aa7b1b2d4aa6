import type { AttributePath } from '../schema/model.ts'

export const compareOperators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type CompareOperator = (typeof compareOperators)[number]
/** A `compValue` of RFC 7644 figure 1: a JSON literal that is neither object nor array. */
export type Literal = string | number | boolean | null

/** A filter as written (RFC 7644 §3.4.2.2, figure 1), attribute names not yet looked up. `of` has two terms or more. */
export type Filter =
  | { kind: 'and' | 'or'; of: Filter[] }
  | { kind: 'not'; of: Filter }
  | { kind: 'compare'; path: AttributePath; operator: CompareOperator; value: Literal }
  | { kind: 'present'; path: AttributePath }
  | { kind: 'valuePath'; path: AttributePath; of: Filter }
