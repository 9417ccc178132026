-- What the booking service told of its bookings, in the newest version that was heard. A row never goes back to an older
-- one. Locking it is how kits are added to a booking one after the other.

-- migrate: up

CREATE TABLE known_bookings (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    status text NOT NULL CHECK (status IN (
        'draft', 'pending_approval', 'changes_requested', 'rejected', 'approved', 'confirmed', 'in_progress',
        'on_hold', 'completed', 'cancelled', 'expired', 'no_show')),
    state text NOT NULL CHECK (octet_length(state) BETWEEN 4 AND 20),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (starts_at < ends_at),
    UNIQUE (id, organization_id)
);

ALTER TABLE known_bookings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON known_bookings TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON known_bookings FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON known_bookings TO :"app";
GRANT SELECT ON known_bookings TO :"system";

-- migrate: down

DROP TABLE known_bookings;
