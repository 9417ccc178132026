-- Events whose handling failed, and what came after them under the same key. A key is parked when one of its events has
-- failed as often as is tried on the spot; until it is free again, each later event of the key is put behind, in the
-- order in which they came. Other keys go on.
--
-- What is kept is the record as it lay in its topic, so that whoever tries it again reads it anew: with the code of that
-- day. Only the head of a key's line is tried; attempts and the failure are its own.
--
-- next_at is also the claim: whoever tries a key moves it on for as long as that may take, so that nobody else does, and
-- a key whose worker died is due again by itself. Who appends locks the row of the key in share mode; who takes the last
-- event out locks it for good: so no event is put behind a key that is free.

-- migrate: up

CREATE TABLE parked_keys (
    consumer text NOT NULL CHECK (octet_length(consumer) BETWEEN 1 AND 100),
    organization_id uuid NOT NULL,
    key text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 500),
    next_at timestamptz NOT NULL,
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, organization_id, key)
);

CREATE TABLE parked_events (
    consumer text NOT NULL,
    organization_id uuid NOT NULL,
    key text NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL,
    topic text NOT NULL CHECK (octet_length(topic) BETWEEN 1 AND 249),
    partition integer NOT NULL CHECK (partition >= 0),
    "offset" bigint NOT NULL CHECK ("offset" >= 0),
    broker_time bigint,
    record_key bytea,
    value bytea,
    headers jsonb NOT NULL,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    first_failure timestamptz,
    reason text,
    detail text,
    PRIMARY KEY (consumer, organization_id, key, seq),
    UNIQUE (consumer, event_id),
    FOREIGN KEY (consumer, organization_id, key) REFERENCES parked_keys
);

ALTER TABLE parked_events ALTER COLUMN value SET STORAGE EXTERNAL;

ALTER TABLE parked_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE parked_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON parked_keys TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY own_organization ON parked_events TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY worker_sees ON parked_keys FOR SELECT TO :"system" USING (true);
CREATE POLICY worker_claims ON parked_keys FOR UPDATE TO :"system" USING (true) WITH CHECK (true);
CREATE POLICY operator_sees ON parked_events FOR SELECT TO :"system" USING (true);

-- A queue, and no record: whoever has handled an event takes it out. What became of it stands in the inbox.
GRANT SELECT, INSERT, DELETE, UPDATE (next_at) ON parked_keys TO :"app";
GRANT SELECT, INSERT, DELETE, UPDATE (attempts, first_failure, reason, detail) ON parked_events TO :"app";
GRANT SELECT, UPDATE (next_at) ON parked_keys TO :"system";
GRANT SELECT ON parked_events TO :"system";

-- migrate: down

DROP TABLE parked_events;
DROP TABLE parked_keys;
