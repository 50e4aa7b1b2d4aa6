import type { ResourceTypeDocument, SchemaDocument } from '../../../src-shared/api/schemas.ts'

export type ListedSchema = SchemaDocument & { builtIn: boolean; usedBy: string[] }
export type ListedType = ResourceTypeDocument & { builtIn: boolean; resources: number }
export type Attribute = SchemaDocument['attributes'][number]

/** A schema without what the list adds to it: the body of an update. */
export function documentOf({ id, name, description, attributes }: ListedSchema): SchemaDocument {
  return { id, name, description, attributes }
}

/** A resource type as the body of an update. */
export function typeDocumentOf({
  name,
  endpoint,
  description,
  schema,
  schemaExtensions,
}: ListedType): ResourceTypeDocument {
  return { name, endpoint, description, schema, schemaExtensions }
}

export const newAttribute: Attribute = {
  name: '',
  type: 'string',
  multiValued: false,
  description: '',
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
}

/** The words of one attribute that are not the default, for a table that stays readable. */
export function traits(attribute: Omit<Attribute, 'subAttributes'>): string[] {
  return [
    attribute.required ? 'required' : '',
    attribute.caseExact ? 'caseExact' : '',
    attribute.mutability === 'readWrite' ? '' : attribute.mutability,
    attribute.returned === 'default' ? '' : `returned: ${attribute.returned}`,
    attribute.uniqueness === 'none' ? '' : `unique: ${attribute.uniqueness}`,
  ].filter((word) => word !== '')
}
