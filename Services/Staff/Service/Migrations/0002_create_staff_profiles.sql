-- Somebody who works events, as they are now. Every change raises version. Nobody is ever deleted: who no longer works is
-- not active. Locking a row is how a person's time is decided about: no assignment of theirs changes without it.
-- travel_minutes is the way to an event at most, and is kept free before each.

-- migrate: up

CREATE TABLE staff_profiles (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    user_id text NOT NULL CHECK (octet_length(user_id) BETWEEN 1 AND 255),
    display_name text NOT NULL CHECK (btrim(display_name) <> '' AND char_length(display_name) <= 200),
    email text CHECK (char_length(email) BETWEEN 3 AND 254),
    phone text CHECK (char_length(phone) BETWEEN 3 AND 40),
    home_city text CHECK (char_length(home_city) BETWEEN 1 AND 100),
    home_state text CHECK (octet_length(home_state) BETWEEN 4 AND 20),
    home_postal_code text CHECK (char_length(home_postal_code) BETWEEN 3 AND 12),
    home_latitude double precision CHECK (home_latitude BETWEEN -90 AND 90),
    home_longitude double precision CHECK (home_longitude BETWEEN -180 AND 180),
    languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 50),
    skills text[] NOT NULL DEFAULT '{}' CHECK (cardinality(skills) <= 100),
    expertise text NOT NULL CHECK (expertise IN ('novice', 'intermediate', 'experienced', 'expert', 'master')),
    hourly_rate bigint CHECK (hourly_rate BETWEEN 0 AND 100000000),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    travel_minutes integer NOT NULL CHECK (travel_minutes BETWEEN 0 AND 1440),
    is_active boolean NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (created_at <= updated_at),
    UNIQUE (id, organization_id),
    CONSTRAINT staff_profiles_home CHECK ((home_city IS NULL) = (home_state IS NULL)),
    CONSTRAINT staff_profiles_point CHECK ((home_latitude IS NULL) = (home_longitude IS NULL)),
    CONSTRAINT staff_profiles_rate CHECK ((hourly_rate IS NULL) = (currency IS NULL)),
    CONSTRAINT staff_profiles_by_user UNIQUE (organization_id, user_id)
);

CREATE INDEX staff_profiles_by_name ON staff_profiles (organization_id, display_name, id);
CREATE INDEX staff_profiles_by_creation ON staff_profiles (organization_id, created_at, id);

ALTER TABLE staff_profiles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON staff_profiles TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON staff_profiles FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON staff_profiles TO :"app";
GRANT SELECT ON staff_profiles TO :"system";

-- migrate: down

DROP TABLE staff_profiles;
