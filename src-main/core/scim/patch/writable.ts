import { badRequest } from '../../../../src-shared/scim/errors.ts'
import { isMembers, isVirtual } from '../schema/locate.ts'
import type { ResourceModel } from '../schema/model.ts'
import type { AttributeTarget } from './target.ts'

/**
 * A path that names a read-only attribute is an error, where a value that echoes one is not (RFC 7644 §3.5.2).
 * Members come and go whole: their sub-attributes are immutable (RFC 7643 §4.2).
 * @throws ScimError 400 mutability
 */
export function requireWritable(model: ResourceModel, target: AttributeTarget): void {
  const { schema, attribute, sub, filter, path } = target
  if (schema === null && isMembers(model, attribute)) {
    if (!sub && !filter) return
    throw refuse(`${path} cannot be changed: members are added or removed whole.`, 'RFC 7643 §4.2')
  }
  refuseReadOnly(model, target)
}

/** @throws ScimError 400 mutability for an attribute or sub-attribute only the server writes */
export function refuseReadOnly(model: ResourceModel, { schema, attribute, sub, path }: AttributeTarget): void {
  const outside = schema === null && isVirtual(model, attribute) && !isMembers(model, attribute)
  if (!outside && attribute.mutability !== 'readOnly' && sub?.mutability !== 'readOnly') return
  throw refuse(`${path} is read-only.`, 'RFC 7644 §3.5.2')
}

function refuse(detail: string, rule: string) {
  return badRequest('mutability', detail, rule)
}
