/** The ladder of testmu-provisioning §4, lowest first. */
export const roles = ['Guest', 'User', 'Admin'] as const
export type Role = (typeof roles)[number]

/** The role of a user to whom no source gives one (testmu-provisioning §4). */
export const defaultRole: Role = 'User'

export function isRole(value: unknown): value is Role {
  return roles.includes(value as Role)
}

export function rank(role: Role): number {
  return roles.indexOf(role)
}

/** The highest of the given roles, or null for none. Several roles in one array: the highest counts (testmu-provisioning §3). */
export function highest(given: Iterable<Role>): Role | null {
  let best: Role | null = null
  for (const role of given) if (best === null || rank(role) > rank(best)) best = role
  return best
}
