-- A location as it stands now. Every change raises version and has its rows in event_store and outbox from the same
-- transaction. Nothing is ever deleted: who no longer wants a location retires it.
-- Minutes of set-up and tear-down are kept free around each booking; parties_at_once is 1 where a booking has the place
-- for itself.

-- migrate: up

CREATE TABLE locations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    name text NOT NULL CHECK (btrim(name) <> '' AND char_length(name) <= 200),
    kind text NOT NULL CHECK (kind IN ('private', 'shared', 'retired')),
    status text NOT NULL CHECK (status IN ('draft', 'pending_approval', 'approved', 'rejected')),
    review_notes text CHECK (char_length(review_notes) <= 2000),
    booking_policy text NOT NULL CHECK (booking_policy IN ('open', 'venue_approval', 'named_grants')),
    granted_to uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(granted_to) <= 1000),
    venue_type text NOT NULL CHECK (venue_type IN (
        'dispensary', 'retail', 'event_space', 'trade_show_floor', 'private', 'other')),
    line1 text NOT NULL CHECK (char_length(line1) BETWEEN 1 AND 200),
    line2 text CHECK (char_length(line2) BETWEEN 1 AND 200),
    city text NOT NULL CHECK (char_length(city) BETWEEN 1 AND 100),
    state text NOT NULL CHECK (octet_length(state) BETWEEN 4 AND 20),
    postal_code text NOT NULL CHECK (char_length(postal_code) BETWEEN 3 AND 12),
    region text CHECK (char_length(region) BETWEEN 1 AND 100),
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    time_zone text NOT NULL CHECK (octet_length(time_zone) BETWEEN 1 AND 64),
    capacity integer CHECK (capacity BETWEEN 0 AND 1000000),
    parties_at_once integer NOT NULL CHECK (parties_at_once BETWEEN 1 AND 10000),
    set_up_minutes integer NOT NULL CHECK (set_up_minutes BETWEEN 0 AND 10080),
    tear_down_minutes integer NOT NULL CHECK (tear_down_minutes BETWEEN 0 AND 10080),
    amenities text[] NOT NULL DEFAULT '{}' CHECK (cardinality(amenities) <= 100),
    accessibility_features text[] NOT NULL DEFAULT '{}' CHECK (cardinality(accessibility_features) <= 100),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (created_at <= updated_at),
    CONSTRAINT locations_point CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE INDEX locations_by_creation ON locations (organization_id, created_at, id);
CREATE INDEX locations_by_name ON locations (organization_id, name, id);
-- What everybody may see.
CREATE INDEX locations_shared ON locations (created_at, id) WHERE kind = 'shared' AND status = 'approved';

ALTER TABLE locations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON locations TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
-- An approved location that is shared is an offer to all; one with named grants to those it names.
CREATE POLICY shared_is_offered ON locations FOR SELECT TO :"app"
    USING (kind = 'shared' AND status = 'approved'
        AND (booking_policy <> 'named_grants' OR (SELECT current_organization()) = ANY (granted_to)));
CREATE POLICY system_sees ON locations FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON locations TO :"app";
GRANT SELECT ON locations TO :"system";

-- migrate: down

DROP TABLE locations;
