import { changes } from './changes.ts'
import { conflicts } from './conflicts.ts'
import { connection, tokens } from './connection.ts'
import { entities } from './entities.ts'
import { faults } from './faults.ts'
import { fixtures } from './fixtures.ts'
import { flow } from './flow.ts'
import { groups } from './groups.ts'
import { mappings } from './mappings.ts'
import { okta } from './okta/okta.ts'
import { events, requests } from './requests.ts'
import { rules } from './rules.ts'
import { sandboxes } from './sandboxes.ts'
import { resourceTypes, schemas } from './schemas.ts'
import { snapshots } from './snapshots.ts'
import { settings } from './settings.ts'
import { tunnel } from './tunnel.ts'
import { users } from './users.ts'

/** The console API, one entry per noun. Handlers, client, query keys and the OpenAPI document are derived from it. */
export const contract = {
  sandboxes, connection, tokens, users, groups, schemas, resourceTypes, requests, events, settings,
  entities, mappings, rules, conflicts, flow, changes, okta, faults,
  snapshots, fixtures, tunnel,
}
