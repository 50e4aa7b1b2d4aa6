import type { ResourceType, Schema } from '../scim/types.ts'

/**
 * The switches of a behaviour profile (testmu-provisioning §8): what each is about and which values it can take.
 * The value a profile gives, its tag and its source are in `resources/profiles/<profile>.json`.
 */
export const switchCatalogue = {
  duplicateUser: {
    title: 'POST of a userName that exists',
    options: { conflict: '409 uniqueness', update: '200, attributes updated' },
  },
  userNameFormat: {
    title: 'What a userName may be',
    options: { email: 'a valid e-mail address', any: 'any non-empty string' },
  },
  userNameChange: {
    title: 'A change of userName',
    options: { ignore: '200, stored value kept, reported as ignored', refuse: '400 mutability', allow: 'changed' },
  },
  notUpdatable: {
    title: 'A change of an attribute SCIM does not update',
    options: { ignore: '200, stored value kept, reported as ignored', refuse: '400 mutability' },
  },
  updatable: {
    title: 'Attributes SCIM updates',
    options: { documented: 'active and the LambdaTest extension; added attributes by their own mutability', all: 'all writable attributes' },
  },
  putAbsent: {
    title: 'An attribute absent from a PUT',
    options: { keep: 'keeps its value', clear: 'is cleared' },
  },
  unknownConcurrencyGroup: {
    title: 'LambdatestGroup that names no concurrency group',
    options: { store: 'stored, user stays in the default group, warning', refuse: '400 invalidValue' },
  },
  unknownMember: {
    title: 'Unknown member id in a group',
    options: { skip: 'skipped and reported, the rest applied', refuse: '400 invalidValue, nothing applied' },
  },
  nestedGroups: {
    title: 'A group as member of a group',
    options: { refuse: '400 invalidValue', store: 'stored, not expanded' },
  },
  looseValues: {
    title: '"True" for true, a bare string for a member',
    options: { tolerate: 'understood and reported', refuse: '400 invalidValue' },
  },
  missingSchemas: {
    title: 'A body without schemas',
    options: { tolerate: 'accepted', refuse: '400 invalidSyntax' },
  },
  filterSupport: {
    title: 'Filters beyond userName eq',
    options: { full: 'every RFC 7644 filter, marked as beyond the documentation', documented: '400 invalidFilter' },
  },
  defaultPageSize: {
    title: 'Page size when a list has no count',
    options: { '20': '20', '100': '100' },
  },
  itemsPerPage: {
    title: 'itemsPerPage in a list',
    options: { returned: 'the number returned', fixed20: 'always 20' },
  },
  patchResponse: {
    title: 'Answer to a PATCH',
    options: { '200': '200 with the resource', '204': '204 without a body' },
  },
  organizationRoleReturned: {
    title: 'OrganizationRole that was never sent',
    options: { stored: 'absent', withDefault: 'returned as User' },
  },
  roleCombination: {
    title: 'How OrganizationRole combines with group roles',
    options: {
      groupsFirst: 'highest group role if any group has one, else OrganizationRole, else User',
      highest: 'highest of all sources',
    },
  },
  decisionMemory: {
    title: 'A remembered conflict decision when the user leaves one of the groups',
    options: { remember: 'kept: the same combination never raises again', forget: 'forgotten' },
  },
  deleteUser: {
    title: 'DELETE of a user',
    options: { deactivate: 'deactivates, stays readable', remove: 'removes the user everywhere' },
  },
  deleteGroup: {
    title: 'DELETE of a group',
    options: { soft: 'soft delete, a POST of the name restores it', hard: 'removes the group' },
  },
  groupName: {
    title: 'displayName of a group',
    options: { unique: 'unique in the organization, 409 otherwise', free: 'need not be unique' },
  },
  ids: {
    title: 'Resource ids',
    options: { numeric: 'numeric strings', uuid: 'UUIDs' },
  },
  discovery: {
    title: 'Discovery endpoints without a token',
    options: { protected: '401', open: 'answered' },
  },
} as const satisfies Record<string, { title: string; options: Record<string, string> }>

export type SwitchId = keyof typeof switchCatalogue
/** The value in force of every switch. */
export type Switches = { [Id in SwitchId]: keyof (typeof switchCatalogue)[Id]['options'] & string }

export const switchIds = Object.keys(switchCatalogue) as SwitchId[]

/** D documented by the vendor or the RFC · C its pages contradict each other · A our assumption. */
export const tags = ['D', 'C', 'A'] as const
export type Tag = (typeof tags)[number]

export const profileIds = ['testmu', 'rfc7644'] as const
export type ProfileId = (typeof profileIds)[number]

export const strictnesses = ['lenient', 'strict'] as const
export type Strictness = (typeof strictnesses)[number]

/** One profile file: for every switch its value, the value in the strict variant, its tag and where it is documented. */
export interface Profile {
  id: ProfileId
  name: string
  description: string
  /** Schemas beside the built-in ones, as RFC 7643 §7 JSON. */
  schemas: Schema[]
  /** The resource types a new sandbox has, as RFC 7643 §6 JSON. */
  resourceTypes: ResourceType[]
  /** Sub-attributes a new user must have beside what the schemas require. */
  requiredOnCreate: string[]
  switches: { [Id in SwitchId]: { value: Switches[Id]; strict?: Switches[Id]; tag: Tag; source: string } }
}
