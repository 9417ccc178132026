-- Every answer of the law: to a booking after each of its changes, and to whoever asked about an event. The answer is
-- kept as it was given, because a later data set must not change what was said. Rows are only ever added.

-- migrate: up

CREATE TABLE checks (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    booking_id uuid,
    booking_version integer CHECK (booking_version > 0),
    version integer CHECK (version > 0),
    state text NOT NULL CHECK (octet_length(state) BETWEEN 4 AND 20),
    decision text NOT NULL CHECK (decision IN ('compliant', 'conditional', 'non_compliant', 'not_permitted')),
    as_of date NOT NULL,
    rule_set_version text NOT NULL CHECK (octet_length(rule_set_version) BETWEEN 1 AND 50),
    answer jsonb NOT NULL CHECK (jsonb_typeof(answer) = 'object'),
    checked_by text NOT NULL,
    checked_at timestamptz NOT NULL,
    CONSTRAINT checks_of_booking CHECK ((version IS NULL) = (booking_version IS NULL))
);

CREATE INDEX checks_by_time ON checks (organization_id, checked_at, id);
CREATE INDEX checks_by_booking ON checks (booking_id, version) WHERE booking_id IS NOT NULL;

ALTER TABLE checks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON checks TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON checks FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT ON checks TO :"app";
GRANT SELECT ON checks TO :"system";

-- migrate: down

DROP TABLE checks;
