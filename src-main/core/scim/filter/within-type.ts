import { type AttributePath, resolvePath, type ResourceModel } from '../schema/model.ts'
import type { Filter } from './ast.ts'

const always: Filter = { kind: 'present', path: { urn: null, name: 'id', sub: null } }
const never: Filter = { kind: 'not', of: always }

/**
 * A filter over several resource types as one of them sees it: an attribute another type has and this one has not counts as
 * unassigned (RFC 7644 §3.4.2.1). What no type has stays, and is refused as always.
 */
export function withinType(model: ResourceModel, models: readonly ResourceModel[], filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, of: filter.of.map((each) => withinType(model, models, each)) }
    case 'not':
      return { ...filter, of: withinType(model, models, filter.of) }
    case 'compare':
      if (!isForeign(model, models, filter.path)) return filter
      return (filter.value === null ? filter.operator === 'eq' : filter.operator === 'ne') ? always : never
    case 'present':
    case 'valuePath':
      return isForeign(model, models, filter.path) ? never : filter
  }
}

/** Whether another of the types has the attribute and this one has not. */
export function isForeign(model: ResourceModel, models: readonly ResourceModel[], path: AttributePath): boolean {
  return !resolvePath(model, path) && models.some((other) => resolvePath(other, path))
}
