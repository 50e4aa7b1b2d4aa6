import { api } from './context.ts'
import { connectionRoutes, tokenRoutes } from './connection.ts'
import { groupRoutes } from './groups.ts'
import { eventRoutes, requestRoutes } from './requests.ts'
import { resourceTypeRoutes, schemaRoutes } from './schemas.ts'
import { sandboxRoutes } from './sandboxes.ts'
import { settingsRoutes } from './settings.ts'
import { userRoutes } from './users.ts'

/** Every call of the contract with its handler; a missing one does not compile. */
export const router = api.router({
  sandboxes: sandboxRoutes,
  connection: connectionRoutes,
  tokens: tokenRoutes,
  users: userRoutes,
  groups: groupRoutes,
  schemas: schemaRoutes,
  resourceTypes: resourceTypeRoutes,
  requests: requestRoutes,
  events: eventRoutes,
  settings: settingsRoutes,
})
