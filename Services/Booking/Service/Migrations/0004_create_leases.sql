-- Who holds which venue when. `occupied` is the half-open window including set-up and tear-down, which is why two that
-- touch do not overlap. A hold lapses at expires_at and is released by whoever wants its window, or by the sweep; a
-- firm lease stays. That no two active exclusive leases overlap is held by the constraint and by nothing else, which is why
-- this table is not partitioned.

-- migrate: up

CREATE TABLE leases (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    booking_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    occupied tstzrange NOT NULL,
    setup_minutes integer NOT NULL CHECK (setup_minutes BETWEEN 0 AND 10080),
    teardown_minutes integer NOT NULL CHECK (teardown_minutes BETWEEN 0 AND 10080),
    is_exclusive boolean NOT NULL,
    party_size integer NOT NULL CHECK (party_size > 0),
    status text NOT NULL CHECK (status IN ('active', 'released')),
    kind text NOT NULL CHECK (kind IN ('hold', 'firm')),
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    released_at timestamptz,
    release_reason text CHECK (char_length(release_reason) <= 200),
    FOREIGN KEY (booking_id, organization_id) REFERENCES bookings,
    CONSTRAINT leases_window CHECK (
        NOT isempty(occupied) AND lower_inc(occupied) AND NOT upper_inc(occupied)
        AND NOT upper_inf(occupied) AND isfinite(lower(occupied)) AND isfinite(upper(occupied))),
    CONSTRAINT leases_expiry CHECK ((kind = 'hold') = (expires_at IS NOT NULL)),
    CONSTRAINT leases_release CHECK ((status = 'released') = (released_at IS NOT NULL)),
    CONSTRAINT leases_no_overlap EXCLUDE USING gist (venue_id WITH =, occupied WITH &&)
        WHERE (status = 'active' AND is_exclusive)
);

-- Where several parties share a venue, who is there.
CREATE INDEX leases_shared ON leases USING gist (venue_id, occupied) WHERE status = 'active' AND NOT is_exclusive;
CREATE INDEX leases_of_booking ON leases (booking_id);
CREATE INDEX leases_by_expiry ON leases (expires_at) WHERE status = 'active' AND expires_at IS NOT NULL;

ALTER TABLE leases ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON leases TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON leases FOR SELECT TO :"system" USING (true);
-- For the functions that answer or act across organisations; they run as the owner.
CREATE POLICY functions_see ON leases FOR SELECT TO :"owner" USING (true);
CREATE POLICY functions_release_lapsed ON leases FOR UPDATE TO :"owner"
    USING (status = 'active' AND expires_at <= now())
    WITH CHECK (status = 'released');

GRANT SELECT, INSERT, UPDATE ON leases TO :"app";
GRANT SELECT ON leases TO :"system";

-- migrate: down

DROP TABLE leases;
