-- Facts and derived state of one sandbox. Times are epoch milliseconds of the sandbox clock unless said otherwise.

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;          -- JSON values
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- Bearer tokens: the hash only. The recoverable copy is in the host's secret store.
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  expires INTEGER,
  retires INTEGER                                                                         -- end of the overlap after a rotation
);

-- RFC 7643 §7 and §6 documents of this sandbox, built-in ones included.
CREATE TABLE schemas (id TEXT PRIMARY KEY, body TEXT NOT NULL, built_in INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE resource_types (name TEXT PRIMARY KEY, body TEXT NOT NULL, built_in INTEGER NOT NULL) WITHOUT ROWID;

-- Every SCIM resource. `seq` is the order of creation: paging is stable by it.
CREATE TABLE resources (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  key TEXT,                                                                               -- userName or displayName, case folded
  external_id TEXT,
  body TEXT NOT NULL,                                                                     -- JSON without id, meta, members, groups
  active INTEGER NOT NULL,
  role TEXT,                                                                              -- OrganizationRole, or the highest of LambdatestRoles
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  version INTEGER NOT NULL,
  deleted INTEGER
);
CREATE INDEX resources_live ON resources (type, seq) WHERE deleted IS NULL;
CREATE INDEX resources_key ON resources (type, key, seq);
CREATE INDEX resources_external_id ON resources (type, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX resources_modified ON resources (type, modified);

-- Further indexed values, case folded unless the attribute is caseExact; the paths are named in directory/indexed.ts.
CREATE TABLE indexed_values (
  type TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (type, path, value, seq)
) WITHOUT ROWID;
CREATE INDEX indexed_values_seq ON indexed_values (seq);

CREATE TABLE memberships (
  group_seq INTEGER NOT NULL, member_seq INTEGER NOT NULL,
  PRIMARY KEY (group_seq, member_seq)
) WITHOUT ROWID;
CREATE INDEX memberships_member ON memberships (member_seq, group_seq);

-- Users of another organization (testmu-provisioning §2): every request that names one is refused.
CREATE TABLE foreign_users (id TEXT PRIMARY KEY, address TEXT NOT NULL, key TEXT NOT NULL UNIQUE) WITHOUT ROWID;

CREATE TABLE entities (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, key)
);

-- A role set by an admin of the product; stands until the next sync (engine §4).
CREATE TABLE role_overrides (user_seq INTEGER PRIMARY KEY, role TEXT NOT NULL);

-- Derived by provisioning.reconcile and by nothing else.
CREATE TABLE placements (
  user_seq INTEGER PRIMARY KEY,
  role TEXT NOT NULL,
  concurrency_group INTEGER
);
CREATE INDEX placements_role ON placements (role, user_seq);

-- Traffic. `duration` is real time, in microseconds.
CREATE TABLE exchanges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  actor TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  effect TEXT NOT NULL,                                                                   -- the effect chip
  sentence TEXT NOT NULL,
  request TEXT NOT NULL,                                                                  -- JSON: headers, body, and what was cut
  response TEXT NOT NULL,
  findings TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  exchange_id INTEGER,
  type TEXT NOT NULL,
  user_id TEXT,
  group_id TEXT,
  payload TEXT NOT NULL
);
CREATE INDEX events_exchange ON events (exchange_id);
CREATE INDEX events_user ON events (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX events_group ON events (group_id, id) WHERE group_id IS NOT NULL;
