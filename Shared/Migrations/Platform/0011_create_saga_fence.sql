-- A participant's memory of the commands it was given, one row for a step: that it was done, with the reply that every
-- repetition gets, that it was undone, or that it was called off before it came. The last is the fence: a command that
-- was overtaken by its own undoing finds it and is refused, however late it comes.
--
-- Rows are kept for much longer than a command can be under way.

-- migrate: up

CREATE TABLE saga_fence (
    -- That of the way forward, also when the row was written by the undoing.
    command_id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    saga_id uuid NOT NULL,
    step text NOT NULL CHECK (octet_length(step) BETWEEN 1 AND 60),
    status text NOT NULL CHECK (status IN ('done', 'undone', 'called_off')),
    reply jsonb,
    at timestamptz NOT NULL,
    CONSTRAINT saga_fence_reply CHECK (status <> 'called_off' OR reply IS NULL)
);

CREATE INDEX saga_fence_age ON saga_fence (at);

ALTER TABLE saga_fence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON saga_fence TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY operator_sees ON saga_fence FOR SELECT TO :"system" USING (true);
CREATE POLICY sweep_deletes ON saga_fence FOR DELETE TO :"system" USING (at < now() - interval '90 days');

GRANT SELECT, INSERT, UPDATE (status, reply, at) ON saga_fence TO :"app";
GRANT SELECT, DELETE ON saga_fence TO :"system";

-- migrate: down

DROP TABLE saga_fence;
