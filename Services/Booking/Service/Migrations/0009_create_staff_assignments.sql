-- Who was asked for or works on which booking, as staff-assignment last told it, a row an assignment. There is no
-- foreign key: a fact about a booking that is not here (yet) is kept, and counts as soon as the booking is looked at.

-- migrate: up

CREATE TABLE staff_assignments (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    booking_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    user_id text NOT NULL,
    role text NOT NULL CHECK (char_length(role) BETWEEN 1 AND 100),
    status text NOT NULL CHECK (status IN (
        'created', 'offered', 'accepted', 'rejected', 'expired', 'checked_in', 'checked_out', 'no_show', 'cancelled')),
    is_released boolean NOT NULL,
    hourly_rate_minor bigint CHECK (hourly_rate_minor >= 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL
);

CREATE INDEX staff_assignments_by_booking ON staff_assignments (booking_id, created_at, id);
-- What a person sees of the bookings they work on.
CREATE INDEX staff_assignments_by_user ON staff_assignments (organization_id, user_id, booking_id);

ALTER TABLE staff_assignments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON staff_assignments TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON staff_assignments FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON staff_assignments TO :"app";
GRANT SELECT ON staff_assignments TO :"system";

-- migrate: down

DROP TABLE staff_assignments;
