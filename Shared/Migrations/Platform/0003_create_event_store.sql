-- Every event of this service, for as long as its class is kept: the audit, what `asOf` is rebuilt from, what replay
-- reads. Nobody updates or deletes a row; what is too old goes with its partition.
--
-- The first level of partitions is how long a row is kept, the second is time, by the version 7 id. Each class starts
-- with one default partition. Ranges are attached beside it ahead of time; the default itself becomes the oldest range
-- by detaching it and attaching it again with a bound, which moves no row.
--
-- A unique key cannot reach over partitions. That an aggregate has each version once is held by the aggregate's own
-- row, which every writer locks and moves on by one; the unique index of each partition is the second belt.
-- position tells in which order rows were numbered. It is not a cursor: a smaller one may commit later.

-- migrate: up

CREATE SEQUENCE event_store_position;

CREATE TABLE event_store (
    id uuid NOT NULL,
    retention_years smallint NOT NULL,
    position bigint NOT NULL DEFAULT nextval('event_store_position'),
    organization_id uuid NOT NULL,
    event_type text NOT NULL CHECK (octet_length(event_type) BETWEEN 1 AND 100),
    schema_version smallint NOT NULL CHECK (schema_version > 0),
    aggregate_type text NOT NULL CHECK (octet_length(aggregate_type) BETWEEN 1 AND 100),
    aggregate_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    event_data jsonb NOT NULL,
    metadata jsonb NOT NULL,
    correlation_id uuid NOT NULL,
    causation_id uuid,
    created_by text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (id, retention_years)
) PARTITION BY LIST (retention_years);

CREATE INDEX event_store_correlation ON event_store (correlation_id);
CREATE INDEX event_store_type ON event_store (organization_id, event_type, id);

CREATE TABLE event_store_1y PARTITION OF event_store FOR VALUES IN (1) PARTITION BY RANGE (id);
CREATE TABLE event_store_3y PARTITION OF event_store FOR VALUES IN (3) PARTITION BY RANGE (id);
CREATE TABLE event_store_7y PARTITION OF event_store FOR VALUES IN (7) PARTITION BY RANGE (id);
CREATE TABLE event_store_1y_first PARTITION OF event_store_1y DEFAULT;
CREATE TABLE event_store_3y_first PARTITION OF event_store_3y DEFAULT;
CREATE TABLE event_store_7y_first PARTITION OF event_store_7y DEFAULT;

CREATE UNIQUE INDEX event_store_1y_first_version ON event_store_1y_first (aggregate_id, version, aggregate_type);
CREATE UNIQUE INDEX event_store_3y_first_version ON event_store_3y_first (aggregate_id, version, aggregate_type);
CREATE UNIQUE INDEX event_store_7y_first_version ON event_store_7y_first (aggregate_id, version, aggregate_type);

ALTER TABLE event_store ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- Nobody has a grant on a partition; that each one also hides its rows holds even if somebody were given one.
ALTER TABLE event_store_1y ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_store_3y ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_store_7y ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_store_1y_first ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_store_3y_first ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event_store_7y_first ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON event_store TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY replay_sees ON event_store FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT ON event_store TO :"app";
GRANT USAGE ON SEQUENCE event_store_position TO :"app";
GRANT SELECT ON event_store TO :"system";

-- migrate: down

DROP TABLE event_store;
DROP SEQUENCE event_store_position;
