-- What is in a kit, in the order in which it was written down.

-- migrate: up

CREATE TABLE kit_components (
    kit_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    position integer NOT NULL CHECK (position BETWEEN 1 AND 200),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
    condition text NOT NULL CHECK (condition IN ('excellent', 'good', 'fair', 'poor', 'damaged')),
    PRIMARY KEY (kit_id, position),
    FOREIGN KEY (kit_id, organization_id) REFERENCES kits (id, organization_id)
);

ALTER TABLE kit_components ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON kit_components TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON kit_components FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON kit_components TO :"app";
GRANT SELECT ON kit_components TO :"system";

-- migrate: down

DROP TABLE kit_components;
