-- Which request of the simulated Okta an exchange is, and how the line of the System Log says it failed.

ALTER TABLE exchanges ADD COLUMN call TEXT;                                               -- null: not of the simulated Okta
ALTER TABLE okta_log ADD COLUMN call TEXT;                                                -- the request the attempt failed on
ALTER TABLE okta_log ADD COLUMN tag TEXT;                                                 -- how sure the wording of the error is
ALTER TABLE okta_log ADD COLUMN due INTEGER;                                              -- when a DEFERRED attempt is made again
CREATE INDEX okta_log_call ON okta_log (call) WHERE call IS NOT NULL;
