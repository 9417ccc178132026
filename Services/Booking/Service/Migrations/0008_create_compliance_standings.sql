-- What the law last said to each booking. There is no foreign key: an answer may be here before whoever restores the
-- booking is done, and it is not lost then.

-- migrate: up

CREATE TABLE compliance_standings (
    booking_id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    booking_version integer NOT NULL CHECK (booking_version > 0),
    check_id uuid NOT NULL,
    decision text NOT NULL CHECK (decision IN ('compliant', 'conditional', 'non_compliant', 'not_permitted')),
    -- Whether an officer answered what a conditional decision asks.
    is_answered boolean NOT NULL DEFAULT false,
    questions text[] NOT NULL DEFAULT '{}' CHECK (cardinality(questions) <= 50),
    -- The rules that it breaks, as they were told, with their citations.
    broken jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(broken) = 'array'),
    checked_at timestamptz NOT NULL
);

ALTER TABLE compliance_standings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON compliance_standings TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON compliance_standings FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON compliance_standings TO :"app";
GRANT SELECT ON compliance_standings TO :"system";

-- migrate: down

DROP TABLE compliance_standings;
