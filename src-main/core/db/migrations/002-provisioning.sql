-- Entities, mappings, rules and conflicts (testmu-provisioning §5–7, engine §1–6).

ALTER TABLE entities ADD COLUMN allotted_concurrency INTEGER;                             -- of a concurrency group; null: not limited
ALTER TABLE placements ADD COLUMN organization INTEGER;
UPDATE entities SET allotted_concurrency = 0 WHERE kind = 'concurrencyGroup' AND is_default = 0;
INSERT INTO counters (name, value) SELECT 'entity', coalesce(max(id), 0) + 1 FROM entities;
INSERT INTO entities (id, kind, name, key, is_default)
  SELECT value, 'subOrganization', 'Root organization', 'root organization', 1 FROM counters WHERE name = 'entity';
UPDATE placements SET organization = (SELECT id FROM entities WHERE kind = 'subOrganization' AND is_default = 1);
UPDATE events SET payload = json_set(payload, '$.kind', 'concurrencyGroup') WHERE type LIKE 'entity.%';

-- Highest priority first, ties by id.
CREATE TABLE rules (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  pattern TEXT NOT NULL,
  kind TEXT NOT NULL,
  auto_approve INTEGER NOT NULL,
  priority INTEGER NOT NULL
);

CREATE TABLE mappings (
  id INTEGER PRIMARY KEY,
  group_seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  entity_id INTEGER,                                                                      -- null: not chosen yet, or deleted
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT,                                                                            -- the rule, owner or name the reason speaks of
  rule_id INTEGER,                                                                        -- the rule it came from
  target_deleted INTEGER NOT NULL DEFAULT 0,
  hold INTEGER NOT NULL DEFAULT 0,                                                        -- sent to Pending by a rename (engine §5)
  archived INTEGER NOT NULL DEFAULT 0                                                     -- Rejected with its group (engine §6)
);
CREATE INDEX mappings_group ON mappings (group_seq);
CREATE INDEX mappings_entity ON mappings (entity_id) WHERE entity_id IS NOT NULL;

-- That a user came under a mapping, in this order (engine §1).
CREATE TABLE claims (
  user_seq INTEGER NOT NULL, mapping_id INTEGER NOT NULL, claim_seq INTEGER NOT NULL,
  PRIMARY KEY (user_seq, mapping_id)
) WITHOUT ROWID;
CREATE INDEX claims_mapping ON claims (mapping_id, user_seq);

-- The claim that has an exclusive slot, by the kind of the slot. A holder whose claim has ended is replaced when the user is planned.
CREATE TABLE holders (
  user_seq INTEGER NOT NULL, slot TEXT NOT NULL, mapping_id INTEGER NOT NULL,
  PRIMARY KEY (user_seq, slot)
) WITHOUT ROWID;

-- Remembered answers to conflict cards, by the unordered pair (a < b) of mappings.
CREATE TABLE decisions (
  user_seq INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, winner INTEGER NOT NULL,
  PRIMARY KEY (user_seq, a, b)
) WITHOUT ROWID;
CREATE INDEX decisions_a ON decisions (a);
CREATE INDEX decisions_b ON decisions (b);

-- What an admin did by hand; stands until the next sync (engine §4). Slot `role` holds a role, `concurrencyGroup` and
-- `subOrganization` an entity id, `team:<entity id>` a removal from that team.
CREATE TABLE overrides (
  user_seq INTEGER NOT NULL, slot TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (user_seq, slot)
) WITHOUT ROWID;
INSERT INTO overrides (user_seq, slot, value) SELECT user_seq, 'role', role FROM role_overrides;
DROP TABLE role_overrides;

-- Derived, like placements.
CREATE TABLE team_members (
  user_seq INTEGER NOT NULL, entity_id INTEGER NOT NULL,
  PRIMARY KEY (user_seq, entity_id)
) WITHOUT ROWID;
CREATE INDEX team_members_entity ON team_members (entity_id, user_seq);
CREATE TABLE conflicts (
  user_seq INTEGER NOT NULL, current INTEGER NOT NULL, incoming INTEGER NOT NULL,         -- mappings
  PRIMARY KEY (user_seq, current, incoming)
) WITHOUT ROWID;
CREATE INDEX conflicts_current ON conflicts (current);
CREATE INDEX conflicts_incoming ON conflicts (incoming);
CREATE INDEX placements_concurrency_group ON placements (concurrency_group, user_seq);
CREATE INDEX placements_organization ON placements (organization, user_seq);

-- Users by the concurrency group they name, which is resolved again when one is created, renamed or deleted (engine §3).
CREATE INDEX resources_lambdatest_group
  ON resources (body ->> '$."urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User".LambdatestGroup')
  WHERE body ->> '$."urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User".LambdatestGroup' IS NOT NULL;
