-- What somebody can prove, each kind once. expires_on is the last day on which it counts. What is taken back stays, with
-- the moment; it is changed only together with the profile's version.

-- migrate: up

CREATE TABLE staff_certifications (
    staff_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN (
        'budtender_certified', 'compliance_trained', 'product_specialist', 'extraction_certified',
        'medical_cannabis_certified', 'security_licensed', 'first_aid_cpr', 'responsible_vendor')),
    number text CHECK (char_length(number) BETWEEN 1 AND 100),
    issued_on date,
    expires_on date CHECK (issued_on <= expires_on),
    removed_at timestamptz,
    PRIMARY KEY (staff_id, kind),
    FOREIGN KEY (staff_id, organization_id) REFERENCES staff_profiles (id, organization_id)
);

CREATE INDEX staff_certifications_by_expiry ON staff_certifications (expires_on)
    WHERE removed_at IS NULL AND expires_on IS NOT NULL;

ALTER TABLE staff_certifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON staff_certifications TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON staff_certifications FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON staff_certifications TO :"app";
GRANT SELECT ON staff_certifications TO :"system";

-- migrate: down

DROP TABLE staff_certifications;
