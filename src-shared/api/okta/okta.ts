import { apps } from './apps.ts'
import { assignments } from './assignments.ts'
import { assumptions } from './assumptions.ts'
import { attributes } from './attributes.ts'
import { drift } from './drift.ts'
import { groupRules, groups } from './groups.ts'
import { imports } from './imports.ts'
import { log } from './log.ts'
import { people } from './people.ts'
import { pushGroups } from './push-groups.ts'
import { tasks } from './tasks.ts'

/** The simulated Okta of a sandbox. */
export const okta = { people, groups, groupRules, apps, attributes, assignments, drift, pushGroups, imports, tasks, log, assumptions }
