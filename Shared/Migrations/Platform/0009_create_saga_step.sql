-- What became of each command of a saga: one row for a step's way forward and one for its undoing, written with the
-- saga's own move. The id of a command follows from the saga, the step and the direction, so a repetition is the same
-- command wherever it arrives.

-- migrate: up

CREATE TABLE saga_step (
    saga_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    step text NOT NULL CHECK (octet_length(step) BETWEEN 1 AND 60),
    direction text NOT NULL CHECK (direction IN ('forward', 'backward')),
    command_id uuid NOT NULL,
    -- The outcome of the last attempt.
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed', 'timed_out', 'stalled')),
    attempts integer NOT NULL CHECK (attempts > 0),
    fault jsonb,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (saga_id, step, direction),
    FOREIGN KEY (organization_id, saga_id) REFERENCES saga (organization_id, id) ON DELETE CASCADE
);

ALTER TABLE saga_step ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON saga_step TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY operator_sees ON saga_step FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE (outcome, attempts, fault, last_at) ON saga_step TO :"app";
GRANT SELECT ON saga_step TO :"system";

-- migrate: down

DROP TABLE saga_step;
