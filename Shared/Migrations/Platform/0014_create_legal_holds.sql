-- What must be kept although its time is over: everything, what is an organisation's, one aggregate, or one aggregate
-- of one organisation. A hold covers all events of what it names, whenever they were written, from when it is placed
-- until it is released. It is the operator's and belongs to no organisation, which is why it hides from the application.

-- migrate: up

CREATE TABLE legal_holds (
    id uuid PRIMARY KEY,
    held_organization uuid,
    aggregate_type text CHECK (octet_length(aggregate_type) BETWEEN 1 AND 100),
    aggregate_id uuid,
    reason text NOT NULL CHECK (octet_length(reason) BETWEEN 1 AND 2000),
    placed_by text NOT NULL CHECK (octet_length(placed_by) BETWEEN 1 AND 200),
    placed_at timestamptz NOT NULL,
    released_by text CHECK (octet_length(released_by) BETWEEN 1 AND 200),
    released_at timestamptz CHECK (released_at >= placed_at),
    CONSTRAINT legal_holds_aggregate CHECK ((aggregate_type IS NULL) = (aggregate_id IS NULL)),
    CONSTRAINT legal_holds_release CHECK ((released_by IS NULL) = (released_at IS NULL))
);

CREATE INDEX legal_holds_in_force ON legal_holds (placed_at) WHERE released_at IS NULL;

ALTER TABLE legal_holds ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY operator_sees ON legal_holds FOR SELECT TO :"system" USING (true);
CREATE POLICY operator_places ON legal_holds FOR INSERT TO :"system" WITH CHECK (released_at IS NULL);
CREATE POLICY operator_releases ON legal_holds FOR UPDATE TO :"system"
    USING (released_at IS NULL) WITH CHECK (released_at IS NOT NULL);
CREATE POLICY retention_sees ON legal_holds FOR SELECT TO :"owner" USING (true);

GRANT SELECT, INSERT, UPDATE (released_by, released_at) ON legal_holds TO :"system";

-- migrate: down

DROP TABLE legal_holds;
