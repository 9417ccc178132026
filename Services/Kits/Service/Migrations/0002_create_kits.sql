-- A kit as it stands in its warehouse. Every change raises version. Nothing is ever deleted: a kit that is done for is out
-- of service. Locking a row is how a kit's time is decided about: no allocation of it changes without it.
-- What touches the plant stays in home_state. Minutes of preparation and of transit, one way, are kept free around each
-- booking.

-- migrate: up

CREATE TABLE kits (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    name text NOT NULL CHECK (btrim(name) <> '' AND char_length(name) <= 200),
    template text NOT NULL CHECK (template IN (
        'product_demo_kit', 'dispensary_opening_kit', 'compliance_training_kit', 'brand_activation_kit',
        'trade_show_kit')),
    condition text NOT NULL CHECK (condition IN ('excellent', 'good', 'fair', 'needs_maintenance', 'out_of_service')),
    home_state text NOT NULL CHECK (octet_length(home_state) BETWEEN 4 AND 20),
    warehouse text CHECK (char_length(warehouse) BETWEEN 1 AND 200),
    is_plant_touching boolean NOT NULL,
    preparation_minutes integer NOT NULL CHECK (preparation_minutes BETWEEN 0 AND 10080),
    transit_minutes integer NOT NULL CHECK (transit_minutes BETWEEN 0 AND 20160),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (created_at <= updated_at),
    UNIQUE (id, organization_id)
);

CREATE INDEX kits_by_name ON kits (organization_id, name, id);
CREATE INDEX kits_by_creation ON kits (organization_id, created_at, id);

ALTER TABLE kits ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON kits TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON kits FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON kits TO :"app";
GRANT SELECT ON kits TO :"system";

-- migrate: down

DROP TABLE kits;
