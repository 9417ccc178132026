-- When somebody must next look at each saga: at once, when a pause is over, or when whoever drives it now should have
-- been heard of. One row a saga, apart from the saga because it is what the runners of all processes scan and update
-- all the time. A claim moves the moment on by the length of a lease: a driver that dies needs no one to notice, the
-- saga falls due by itself.

-- migrate: up

CREATE TABLE saga_timer (
    saga_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    -- NULL when nothing is due any more: it has ended, or waits for an operator.
    fire_at timestamptz,
    kind text NOT NULL CHECK (kind IN ('run', 'retry', 'lease', 'none')),
    -- Who drives it.
    claimed_by uuid,
    FOREIGN KEY (organization_id, saga_id) REFERENCES saga (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT saga_timer_kind CHECK ((fire_at IS NULL) = (kind = 'none'))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

CREATE INDEX saga_timer_due ON saga_timer (fire_at) WHERE fire_at IS NOT NULL;

ALTER TABLE saga_timer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON saga_timer TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY runner_sees ON saga_timer FOR SELECT TO :"system" USING (true);
CREATE POLICY runner_claims ON saga_timer FOR UPDATE TO :"system" USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE (fire_at, kind, claimed_by) ON saga_timer TO :"app";
GRANT SELECT, UPDATE (fire_at, kind, claimed_by) ON saga_timer TO :"system";

-- migrate: down

DROP TABLE saga_timer;
