import type { Attribute } from '../types.ts'

/** A complete attribute definition from a partial one, with the defaults of RFC 7643 §2.2. */
export function attribute(name: string, given: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: given.subAttributes ? 'complex' : 'string',
    multiValued: false,
    description: '',
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...given,
  }
}

/** The usual sub-attributes of a multi-valued attribute (RFC 7643 §2.4). */
export function plural(name: string, description: string, kinds: string[] = [], value: Partial<Attribute> = {}): Attribute {
  return attribute(name, {
    description,
    multiValued: true,
    subAttributes: [
      attribute('value', { description: 'The value itself.', ...value }),
      attribute('display', { description: 'A human-readable name for display.' }),
      attribute('type', { description: 'What the value is used for.', ...(kinds.length > 0 && { canonicalValues: kinds }) }),
      attribute('primary', { type: 'boolean', description: 'Whether this is the preferred value. At most one is true.' }),
    ],
  })
}
