/** The feature flags of an organization, off by default in the real product (testmu-provisioning §1). */
export const flags = ['groupProvisioning', 'teams', 'concurrencyGroups', 'subOrganizations'] as const
export type Flag = (typeof flags)[number]
