-- What a sandbox does wrong on purpose: fault rules, tried in the order of their ids, and the presets that are on.

CREATE TABLE faults (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  user TEXT NOT NULL,                                                                     -- part of a userName or id; empty: anybody
  nth INTEGER NOT NULL,                                                                   -- the first matching request that is hit
  count INTEGER,                                                                          -- requests that are hit; null: all
  moment TEXT NOT NULL,                                                                   -- before or after the request is carried out
  effect TEXT NOT NULL,                                                                   -- JSON: FaultEffect
  seen INTEGER NOT NULL DEFAULT 0,                                                        -- matching requests so far
  hits INTEGER NOT NULL DEFAULT 0
);

INSERT INTO settings (key, value) VALUES ('bugs', '[]');
