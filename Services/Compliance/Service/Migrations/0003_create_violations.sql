-- Rules that a booking breaks. A booking breaks a rule once at a time: the index says so. When a later answer finds that
-- it does not any more, the row is superseded.

-- migrate: up

CREATE TABLE violations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    booking_id uuid NOT NULL,
    check_id uuid NOT NULL REFERENCES checks,
    state text NOT NULL CHECK (octet_length(state) BETWEEN 4 AND 20),
    rule_id text NOT NULL CHECK (octet_length(rule_id) BETWEEN 1 AND 200),
    severity text NOT NULL CHECK (severity IN ('minor', 'major', 'criminal')),
    finding jsonb NOT NULL CHECK (jsonb_typeof(finding) = 'object'),
    status text NOT NULL CHECK (status IN ('open', 'superseded', 'resolved')),
    version integer NOT NULL CHECK (version > 0),
    detected_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT violations_end CHECK ((status = 'open') = (closed_at IS NULL))
);

CREATE UNIQUE INDEX violations_open ON violations (booking_id, rule_id) WHERE status = 'open';
CREATE INDEX violations_by_time ON violations (organization_id, detected_at, id);

ALTER TABLE violations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON violations TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON violations FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON violations TO :"app";
GRANT SELECT ON violations TO :"system";

-- migrate: down

DROP TABLE violations;
