-- Which event took effect at which consumer. The row is inserted first in the transaction of the effect: where it is
-- there already, the event was seen and nothing happens. Rows are kept for longer than the topics keep their events.
-- The table is partitioned by time, through the version 7 id of the event, so that old rows go with their partition.

-- migrate: up

CREATE TABLE inbox (
    consumer text NOT NULL CHECK (octet_length(consumer) BETWEEN 1 AND 100),
    event_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    topic text NOT NULL CHECK (octet_length(topic) BETWEEN 1 AND 249),
    partition integer NOT NULL CHECK (partition >= 0),
    "offset" bigint NOT NULL CHECK ("offset" >= 0),
    outcome text NOT NULL CHECK (outcome IN ('done', 'parked', 'dead', 'skipped')),
    handled_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, event_id)
) PARTITION BY RANGE (event_id);

CREATE TABLE inbox_first PARTITION OF inbox DEFAULT;

ALTER TABLE inbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE inbox_first ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON inbox TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY operator_sees ON inbox FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE (outcome, handled_at) ON inbox TO :"app";
GRANT SELECT ON inbox TO :"system";

-- migrate: down

DROP TABLE inbox;
