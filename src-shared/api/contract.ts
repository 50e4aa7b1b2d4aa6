import { connection, tokens } from './connection.ts'
import { groups } from './groups.ts'
import { events, requests } from './requests.ts'
import { sandboxes } from './sandboxes.ts'
import { resourceTypes, schemas } from './schemas.ts'
import { settings } from './settings.ts'
import { users } from './users.ts'

/** The console API, one entry per noun. Handlers, client, query keys and the OpenAPI document are derived from it. */
export const contract = { sandboxes, connection, tokens, users, groups, schemas, resourceTypes, requests, events, settings }
