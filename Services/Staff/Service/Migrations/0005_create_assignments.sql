-- Who works on which booking. `held` is the half-open time in which the person is not free: the way there and the event.
-- That nobody is in two places is held by the constraint, whatever a command has looked at before. An assignment in
-- conflict over time waits for its time and holds none.
-- Nothing is deleted: what is given back is cancelled.

-- migrate: up

CREATE TABLE assignments (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    booking_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    user_id text NOT NULL CHECK (octet_length(user_id) BETWEEN 1 AND 255),
    role text NOT NULL CHECK (char_length(role) BETWEEN 1 AND 100),
    hourly_rate bigint CHECK (hourly_rate BETWEEN 0 AND 100000000),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    special_requirements text[] NOT NULL DEFAULT '{}' CHECK (cardinality(special_requirements) <= 50),
    instructions text CHECK (char_length(instructions) <= 2000),
    status text NOT NULL CHECK (status IN (
        'created', 'offered', 'accepted', 'rejected', 'expired', 'checked_in', 'checked_out', 'no_show', 'cancelled')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (starts_at < ends_at),
    travel_minutes integer NOT NULL CHECK (travel_minutes BETWEEN 0 AND 1440),
    held tstzrange NOT NULL,
    conflict text CHECK (conflict IN ('time', 'certification')),
    release_reason text CHECK (char_length(release_reason) <= 2000),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (created_at <= updated_at),
    FOREIGN KEY (booking_id, organization_id) REFERENCES known_bookings (id, organization_id),
    FOREIGN KEY (staff_id, organization_id) REFERENCES staff_profiles (id, organization_id),
    CONSTRAINT assignments_held CHECK (
        NOT isempty(held) AND lower_inc(held) AND NOT upper_inc(held)
        AND lower(held) = starts_at - make_interval(mins => travel_minutes) AND upper(held) = ends_at),
    CONSTRAINT assignments_no_overlap EXCLUDE USING gist (staff_id WITH =, held WITH &&)
        WHERE (status IN ('created', 'offered', 'accepted', 'checked_in') AND conflict IS DISTINCT FROM 'time')
);

CREATE UNIQUE INDEX assignments_once ON assignments (booking_id, staff_id)
    WHERE status IN ('created', 'offered', 'accepted', 'checked_in');
CREATE INDEX assignments_of_staff ON assignments (staff_id, upper(held))
    WHERE status IN ('created', 'offered', 'accepted', 'checked_in');
CREATE INDEX assignments_by_start ON assignments (organization_id, starts_at, id);

ALTER TABLE assignments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON assignments TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON assignments FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON assignments TO :"app";
GRANT SELECT ON assignments TO :"system";

-- migrate: down

DROP TABLE assignments;
