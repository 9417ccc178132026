-- Events on their way to the broker. Whoever changes an aggregate locks its row first and inserts here after that, so
-- that ids rise within an aggregate; the relay reads all rows that are there in the order of their ids, and deletes
-- those that the broker has acknowledged. A cursor over ids would lose the rows of transactions that commit late.
--
-- The table stays small and is written and emptied all the time: rows are kept in one piece up to a page, and vacuum
-- comes by number of dead rows and not by their share.

-- migrate: up

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    topic text NOT NULL CHECK (octet_length(topic) BETWEEN 1 AND 249),
    key text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 255),
    -- NULL is the broker's null: a letter that could not be handled keeps even that.
    payload bytea CHECK (octet_length(payload) <= 1000000),
    headers jsonb NOT NULL,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error text,
    created_at timestamptz NOT NULL
) WITH (
    toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000
);

ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL;

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON outbox FOR INSERT TO :"app"
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY relay_sees ON outbox FOR SELECT TO :"system" USING (true);
CREATE POLICY relay_counts_attempts ON outbox FOR UPDATE TO :"system" USING (true) WITH CHECK (true);
CREATE POLICY relay_deletes ON outbox FOR DELETE TO :"system" USING (true);

GRANT INSERT (event_id, organization_id, topic, key, payload, headers, created_at) ON outbox TO :"app";
GRANT SELECT, DELETE, UPDATE (attempts, last_error) ON outbox TO :"system";

-- migrate: down

DROP TABLE outbox;
