-- Which ranges are gone because their time was over: written by drop_partition in the transaction of the drop, and by
-- nobody else. Readers look here whether something went while they read, and the audit chain seals each row, so that
-- what is missing lawfully can be told from what was taken away. The range is [lower_id, upper_id).

-- migrate: up

CREATE TABLE partition_drops (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent text NOT NULL,
    partition text NOT NULL,
    -- Of the event store's; NULL is the inbox.
    retention_years smallint,
    lower_id uuid NOT NULL,
    upper_id uuid NOT NULL CHECK (upper_id > lower_id),
    events bigint NOT NULL CHECK (events >= 0),
    -- Of the events that went; NULL where there were none.
    last_position bigint,
    dropped_at timestamptz NOT NULL
);

ALTER TABLE partition_drops ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY readers_see ON partition_drops FOR SELECT TO :"app", :"system" USING (true);
CREATE POLICY retention_sees ON partition_drops FOR SELECT TO :"owner" USING (true);
CREATE POLICY retention_writes ON partition_drops FOR INSERT TO :"owner" WITH CHECK (true);

-- How many events there were is nobody's to know who sees only his own.
GRANT SELECT (sequence, retention_years, lower_id, upper_id) ON partition_drops TO :"app";
GRANT SELECT ON partition_drops TO :"system";

-- migrate: down

DROP TABLE partition_drops;
