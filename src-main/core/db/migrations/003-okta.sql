-- The simulated Okta of a sandbox (okta-wire), and what ties the requests of one admin action together.

ALTER TABLE exchanges ADD COLUMN action TEXT;
ALTER TABLE exchanges ADD COLUMN action_label TEXT;
ALTER TABLE exchanges ADD COLUMN target TEXT;                                             -- Base URL of another app; null: this sandbox
CREATE INDEX exchanges_action ON exchanges (action, id) WHERE action IS NOT NULL;

-- Okta's Universal Directory. `seq` is the order of creation.
CREATE TABLE okta_people (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  login TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,                                                               -- login, case folded
  status TEXT NOT NULL,
  profile TEXT NOT NULL,                                                                  -- JSON: the Okta user profile, login included
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
);
CREATE TABLE okta_groups (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
);
CREATE TABLE okta_group_rules (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  expression TEXT NOT NULL,                                                               -- Okta expression over `user`
  group_seq INTEGER NOT NULL,
  active INTEGER NOT NULL
);
CREATE TABLE okta_group_members (
  group_seq INTEGER NOT NULL, person_seq INTEGER NOT NULL,
  rule_id INTEGER,                                                                        -- null: put there by hand
  PRIMARY KEY (group_seq, person_seq)
) WITHOUT ROWID;
CREATE INDEX okta_group_members_person ON okta_group_members (person_seq, group_seq);

-- SCIM applications. Their credential is in the host's secret store.
CREATE TABLE okta_apps (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  settings TEXT NOT NULL,                                                                 -- JSON: AppSettings
  created INTEGER NOT NULL
);
CREATE TABLE okta_app_attributes (
  id INTEGER PRIMARY KEY,
  app_seq INTEGER NOT NULL,
  body TEXT NOT NULL                                                                      -- JSON: AppAttribute
);
CREATE INDEX okta_app_attributes_app ON okta_app_attributes (app_seq, id);
CREATE TABLE okta_app_groups (
  app_seq INTEGER NOT NULL, group_seq INTEGER NOT NULL,
  priority INTEGER NOT NULL,                                                              -- 0 decides first
  profile TEXT NOT NULL,                                                                  -- JSON: values of attributes of type Group
  PRIMARY KEY (app_seq, group_seq)
) WITHOUT ROWID;

-- App users. A row stays after the assignment ended: Okta still believes something about the account.
CREATE TABLE okta_app_users (
  app_seq INTEGER NOT NULL, person_seq INTEGER NOT NULL,
  assigned INTEGER NOT NULL,
  individual INTEGER NOT NULL,                                                            -- assigned as a person, beside any group
  profile TEXT NOT NULL,                                                                  -- JSON: values set for this person
  status TEXT NOT NULL,
  external_id TEXT,                                                                       -- id of the account in the app
  active INTEGER,                                                                         -- what Okta believes of the account; null: there is none
  pushed TEXT,                                                                            -- JSON: the app profile the app last took
  told TEXT,                                                                              -- JSON: the one last sent, taken or not
  error TEXT,
  PRIMARY KEY (app_seq, person_seq)
) WITHOUT ROWID;
CREATE INDEX okta_app_users_person ON okta_app_users (person_seq);

CREATE TABLE okta_push_rules (
  id INTEGER PRIMARY KEY,
  app_seq INTEGER NOT NULL,
  field TEXT NOT NULL, operator TEXT NOT NULL, value TEXT NOT NULL
);
CREATE TABLE okta_push_groups (
  id INTEGER PRIMARY KEY,
  app_seq INTEGER NOT NULL, group_seq INTEGER NOT NULL,
  external_id TEXT,                                                                       -- id of the group in the app
  name TEXT,                                                                              -- displayName last sent
  status TEXT NOT NULL,
  error TEXT,
  rule_id INTEGER,                                                                        -- null: found by name, or linked
  pushed INTEGER,
  UNIQUE (app_seq, group_seq)
);
CREATE INDEX okta_push_groups_group ON okta_push_groups (group_seq);
-- The members Okta believes the group in the app has.
CREATE TABLE okta_push_members (
  push_id INTEGER NOT NULL, person_seq INTEGER NOT NULL,
  external_id TEXT NOT NULL,
  PRIMARY KEY (push_id, person_seq)
) WITHOUT ROWID;

-- What an admin did, and the operations it caused. `due` is an instant of the sandbox clock.
CREATE TABLE okta_actions (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE okta_tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action_id INTEGER NOT NULL,
  app_seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  person_seq INTEGER,
  push_id INTEGER,
  detail TEXT,                                                                            -- JSON: what the subject no longer says
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER,
  error TEXT,
  created INTEGER NOT NULL,
  finished INTEGER
);
CREATE INDEX okta_tasks_state ON okta_tasks (state, id);
CREATE INDEX okta_tasks_person ON okta_tasks (person_seq, state) WHERE person_seq IS NOT NULL;
CREATE INDEX okta_tasks_push ON okta_tasks (push_id, state) WHERE push_id IS NOT NULL;
CREATE INDEX okta_tasks_action ON okta_tasks (action_id, state);
CREATE INDEX okta_tasks_app ON okta_tasks (app_seq, state, id);
CREATE TABLE okta_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  action_id INTEGER, task_id INTEGER,
  event TEXT NOT NULL,                                                                    -- Okta's event type
  outcome TEXT NOT NULL,
  message TEXT NOT NULL,
  target TEXT                                                                             -- who or what it is about
);

-- What an import read from the app.
CREATE TABLE okta_imported (
  app_seq INTEGER NOT NULL, type TEXT NOT NULL, external_id TEXT NOT NULL,
  name TEXT NOT NULL,                                                                     -- userName or displayName
  key TEXT NOT NULL,                                                                      -- the same, case folded
  body TEXT NOT NULL,
  PRIMARY KEY (app_seq, type, external_id)
) WITHOUT ROWID;

-- Choices of the simulator that no documentation settles, where they differ from the catalogue, and what was confirmed on a real org.
CREATE TABLE okta_assumptions (id TEXT PRIMARY KEY, value TEXT, confirmed TEXT, note TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
