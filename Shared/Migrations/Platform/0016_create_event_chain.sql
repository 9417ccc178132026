-- The audit chain over the event store. Each link binds the one before it and either the rows of one class and month
-- among the positions of one run of the sealer, or one drop of a partition. Links are added and never touched; that
-- somebody did so all the same, here or in the event store, is what the verifier finds out.

-- migrate: up

CREATE TABLE event_chain (
    sequence bigint PRIMARY KEY CHECK (sequence > 0),
    kind text NOT NULL CHECK (kind IN ('events', 'dropped')),
    retention_years smallint NOT NULL,
    -- Ids from lower_id until before upper_id: a month of events, or the range that was dropped.
    lower_id uuid NOT NULL,
    upper_id uuid NOT NULL,
    -- The run's positions, after the first number until and with the second.
    after_position bigint,
    to_position bigint CHECK (to_position > after_position),
    -- Of partition_drops.
    drop_sequence bigint UNIQUE,
    events bigint NOT NULL CHECK (events >= 0),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    previous bytea NOT NULL CHECK (octet_length(previous) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    sealed_at timestamptz NOT NULL,
    CONSTRAINT event_chain_kind CHECK (
        (kind = 'events') = (after_position IS NOT NULL) AND (kind = 'events') = (to_position IS NOT NULL)
        AND (kind = 'dropped') = (drop_sequence IS NOT NULL))
);

CREATE INDEX event_chain_sealed ON event_chain (to_position) WHERE kind = 'events';

ALTER TABLE event_chain ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY sealer_sees ON event_chain FOR SELECT TO :"system" USING (true);
CREATE POLICY sealer_adds ON event_chain FOR INSERT TO :"system" WITH CHECK (true);
-- For drop_partition, which lets nothing go that is not sealed.
CREATE POLICY retention_sees ON event_chain FOR SELECT TO :"owner" USING (true);

GRANT SELECT, INSERT ON event_chain TO :"system";

-- migrate: down

DROP TABLE event_chain;
