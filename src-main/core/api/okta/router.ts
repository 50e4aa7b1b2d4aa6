import { appRoutes } from './apps.ts'
import { assignmentRoutes } from './assignments.ts'
import { attributeRoutes } from './attributes.ts'
import { driftRoutes } from './drift.ts'
import { groupRuleRoutes, oktaGroupRoutes } from './groups.ts'
import { importRoutes } from './imports.ts'
import { peopleRoutes } from './people.ts'
import { pushGroupRoutes } from './push-groups.ts'
import { assumptionRoutes, logRoutes, taskRoutes } from './tasks.ts'

export const oktaRoutes = {
  people: peopleRoutes,
  groups: oktaGroupRoutes,
  groupRules: groupRuleRoutes,
  apps: appRoutes,
  attributes: attributeRoutes,
  assignments: assignmentRoutes,
  drift: driftRoutes,
  pushGroups: pushGroupRoutes,
  imports: importRoutes,
  tasks: taskRoutes,
  log: logRoutes,
  assumptions: assumptionRoutes,
}
