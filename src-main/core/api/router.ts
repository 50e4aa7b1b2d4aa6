import { api } from './context.ts'
import { conflictRoutes } from './conflicts.ts'
import { connectionRoutes, tokenRoutes } from './connection.ts'
import { entityRoutes } from './entities.ts'
import { faultRoutes } from './faults.ts'
import { fixtureRoutes } from './fixtures.ts'
import { groupRoutes } from './groups.ts'
import { mappingRoutes } from './mappings.ts'
import { oktaRoutes } from './okta/router.ts'
import { changeRoutes, flowRoutes } from './provisioning.ts'
import { eventRoutes, requestRoutes } from './requests.ts'
import { ruleRoutes } from './rules.ts'
import { resourceTypeRoutes, schemaRoutes } from './schemas.ts'
import { sandboxRoutes } from './sandboxes.ts'
import { snapshotRoutes } from './snapshots.ts'
import { settingsRoutes } from './settings.ts'
import { tunnelRoutes } from './tunnel.ts'
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
  entities: entityRoutes,
  mappings: mappingRoutes,
  rules: ruleRoutes,
  conflicts: conflictRoutes,
  flow: flowRoutes,
  changes: changeRoutes,
  okta: oktaRoutes,
  faults: faultRoutes,
  snapshots: snapshotRoutes,
  fixtures: fixtureRoutes,
  tunnel: tunnelRoutes,
})
