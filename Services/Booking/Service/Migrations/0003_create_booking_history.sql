-- Every change of a booking's status or stage: who, when, from what to what, and why. Rows are only ever added.

-- migrate: up

CREATE TABLE booking_history (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    booking_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    from_status text,
    to_status text NOT NULL,
    from_stage text,
    to_stage text NOT NULL,
    changed_by_kind text NOT NULL CHECK (changed_by_kind IN ('guest', 'business', 'system')),
    changed_by text NOT NULL,
    reason text CHECK (char_length(reason) <= 2000),
    changed_at timestamptz NOT NULL,
    FOREIGN KEY (booking_id, organization_id) REFERENCES bookings
) PARTITION BY RANGE (id);

CREATE TABLE booking_history_first PARTITION OF booking_history DEFAULT;

CREATE INDEX booking_history_of_booking ON booking_history (booking_id, version);

ALTER TABLE booking_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE booking_history_first ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON booking_history TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON booking_history FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT ON booking_history TO :"app";
GRANT SELECT ON booking_history TO :"system";

-- migrate: down

DROP TABLE booking_history;
