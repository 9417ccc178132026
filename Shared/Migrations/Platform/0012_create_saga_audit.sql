-- What happened to a saga beside its steps: answers that came too late to count, that it got stuck and why, and what an
-- operator decided then, for which reason. Nobody updates or deletes a row; they go with their saga.

-- migrate: up

CREATE TABLE saga_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    saga_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('stale_answer', 'turned_back', 'stuck', 'retried', 'abandoned')),
    -- The saga's version after it.
    version integer NOT NULL CHECK (version > 0),
    step text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('forward', 'backward')),
    detail jsonb NOT NULL,
    reason text CHECK (octet_length(reason) BETWEEN 1 AND 1000),
    actor text CHECK (octet_length(actor) BETWEEN 1 AND 255),
    at timestamptz NOT NULL,
    FOREIGN KEY (organization_id, saga_id) REFERENCES saga (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT saga_audit_decision CHECK (
        kind NOT IN ('retried', 'abandoned') OR (reason IS NOT NULL AND actor IS NOT NULL))
);

CREATE INDEX saga_audit_saga ON saga_audit (saga_id, id);

ALTER TABLE saga_audit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON saga_audit TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY operator_sees ON saga_audit FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT (saga_id, organization_id, kind, version, step, direction, detail, reason, actor, at)
    ON saga_audit TO :"app";
GRANT SELECT ON saga_audit TO :"system";

-- migrate: down

DROP TABLE saga_audit;
