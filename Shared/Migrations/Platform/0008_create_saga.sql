-- Undertakings of several steps (sagas): where each of them is, and what it carries from step to step. A row is moved
-- on by `UPDATE … WHERE version = n` alone, so that of several drivers one wins each move and the others learn of it.
--
-- A business key has one saga of a type: the key of what it is about. It is scoped by organisation, since a key that
-- was unique beyond it would tell one tenant what another one does.

-- migrate: up

CREATE TABLE saga (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    type text NOT NULL CHECK (octet_length(type) BETWEEN 1 AND 60),
    -- Which version of the type's definition it was begun with, and goes on with.
    definition smallint NOT NULL CHECK (definition > 0),
    business_key text NOT NULL CHECK (octet_length(business_key) BETWEEN 1 AND 200),
    state text NOT NULL
        CHECK (state IN ('forward', 'compensating', 'completed', 'compensated', 'stuck', 'abandoned')),
    direction text NOT NULL CHECK (direction IN ('forward', 'backward')),
    step text NOT NULL CHECK (octet_length(step) BETWEEN 1 AND 60),
    version integer NOT NULL CHECK (version > 0),
    -- Of the current command: attempts that were its own fault, and those that something else prevented.
    failures integer NOT NULL CHECK (failures >= 0),
    stalls integer NOT NULL CHECK (stalls >= 0),
    step_since timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    payload jsonb NOT NULL,
    -- Why it did not simply go through.
    fault jsonb,
    correlation_id uuid NOT NULL,
    started_by text,
    started_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    ended_at timestamptz,
    UNIQUE (organization_id, id),
    CONSTRAINT saga_business_key UNIQUE (organization_id, type, business_key),
    CONSTRAINT saga_end CHECK ((ended_at IS NULL) = (state IN ('forward', 'compensating', 'stuck')))
);

CREATE INDEX saga_open ON saga (type, state, started_at) WHERE ended_at IS NULL;
CREATE INDEX saga_list ON saga (organization_id, id);
CREATE INDEX saga_ended ON saga (ended_at) WHERE ended_at IS NOT NULL;

ALTER TABLE saga ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON saga TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY runner_sees ON saga FOR SELECT TO :"system" USING (true);
CREATE POLICY sweep_deletes ON saga FOR DELETE TO :"system" USING (ended_at < now() - interval '400 days');

GRANT SELECT, INSERT, UPDATE (state, direction, step, version, failures, stalls, step_since, deadline, payload, fault,
    changed_at, ended_at) ON saga TO :"app";
GRANT SELECT, DELETE ON saga TO :"system";

-- migrate: down

DROP TABLE saga;
