-- Locations as geographic-management last told them: what a booking is checked against. The copy takes an event when
-- it is newer than what it holds. Its row is also what whoever claims a window of the venue locks, so that the parties
-- there are counted by one at a time.

-- migrate: up

CREATE TABLE locations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    kind text NOT NULL CHECK (kind IN ('private', 'shared', 'retired')),
    granted_to uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(granted_to) <= 1000),
    capacity integer CHECK (capacity >= 0),
    parties_at_once integer NOT NULL CHECK (parties_at_once > 0),
    set_up_minutes integer NOT NULL DEFAULT 0 CHECK (set_up_minutes BETWEEN 0 AND 10080),
    tear_down_minutes integer NOT NULL DEFAULT 0 CHECK (tear_down_minutes BETWEEN 0 AND 10080),
    created_by text NOT NULL,
    -- The location as it was told, all of it.
    snapshot jsonb NOT NULL CHECK (jsonb_typeof(snapshot) = 'object')
);

ALTER TABLE locations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON locations TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
-- Whether somebody may book what is shared is the rules' to say, which tell why not; a private place is not there.
CREATE POLICY shared_is_seen ON locations FOR SELECT TO :"app"
    USING (kind = 'shared' OR (SELECT current_organization()) = ANY (granted_to));
CREATE POLICY system_sees ON locations FOR SELECT TO :"system" USING (true);
-- For claim_venue, which runs as the owner: it locks the row and changes nothing.
CREATE POLICY functions_see ON locations FOR SELECT TO :"owner" USING (true);
CREATE POLICY functions_lock ON locations FOR UPDATE TO :"owner" USING (true) WITH CHECK (false);

GRANT SELECT, INSERT, UPDATE ON locations TO :"app";
GRANT SELECT ON locations TO :"system";

-- migrate: down

DROP TABLE locations;
