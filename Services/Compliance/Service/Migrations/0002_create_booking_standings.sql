-- What the law last said to each booking. The row is locked by whoever judges the booking, so answers are numbered
-- without a gap and an event about an older booking is seen to be one.

-- migrate: up

CREATE TABLE booking_standings (
    booking_id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    booking_version integer NOT NULL CHECK (booking_version > 0),
    state text NOT NULL CHECK (octet_length(state) BETWEEN 4 AND 20),
    decision text NOT NULL CHECK (decision IN ('compliant', 'conditional', 'non_compliant', 'not_permitted')),
    check_id uuid NOT NULL REFERENCES checks,
    checked_at timestamptz NOT NULL
);

CREATE INDEX booking_standings_by_state ON booking_standings (state, decision);

ALTER TABLE booking_standings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON booking_standings TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON booking_standings FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON booking_standings TO :"app";
GRANT SELECT ON booking_standings TO :"system";

-- migrate: down

DROP TABLE booking_standings;
