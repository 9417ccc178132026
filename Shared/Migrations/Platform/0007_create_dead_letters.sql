-- Events that a consumer gave up, and what was decided about each. The same letter lies in the consumer's dead letter
-- topic, for whoever watches that; this table is what operators list, send back and discard from. The record is whole and
-- as it lay in its topic, even where the letter in the topic had to be cut.
--
-- A letter that is sent back is parked again, with new attempts, and its event's id stays: should it die once more, its
-- row here is open again and says how often it was sent back.

-- migrate: up

CREATE TABLE dead_letters (
    consumer text NOT NULL CHECK (octet_length(consumer) BETWEEN 1 AND 100),
    event_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    -- What the event says it is; NULL where it cannot be read.
    event_type text,
    key text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 500),
    topic text NOT NULL CHECK (octet_length(topic) BETWEEN 1 AND 249),
    partition integer NOT NULL CHECK (partition >= 0),
    "offset" bigint NOT NULL CHECK ("offset" >= 0),
    broker_time bigint,
    record_key bytea,
    value bytea,
    headers jsonb NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    attempts integer NOT NULL CHECK (attempts >= 0),
    first_failure timestamptz NOT NULL,
    died_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent_back', 'discarded')),
    sent_back integer NOT NULL DEFAULT 0 CHECK (sent_back >= 0),
    decided_at timestamptz,
    decided_by text CHECK (octet_length(decided_by) BETWEEN 1 AND 200),
    decision_reason text CHECK (octet_length(decision_reason) BETWEEN 1 AND 2000),
    PRIMARY KEY (consumer, event_id),
    CHECK ((state = 'open') OR (decided_at IS NOT NULL AND decided_by IS NOT NULL AND decision_reason IS NOT NULL))
);

ALTER TABLE dead_letters ALTER COLUMN value SET STORAGE EXTERNAL;

CREATE INDEX dead_letters_open ON dead_letters (died_at, event_id) WHERE state = 'open';

ALTER TABLE dead_letters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON dead_letters TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY operator_sees ON dead_letters FOR SELECT TO :"system" USING (true);
CREATE POLICY operator_decides ON dead_letters FOR UPDATE TO :"system" USING (true) WITH CHECK (true);
CREATE POLICY sweep_deletes ON dead_letters FOR DELETE TO :"system" USING (state <> 'open');

GRANT SELECT, INSERT, UPDATE (
    event_type, reason, detail, attempts, first_failure, died_at, state, decided_at, decided_by, decision_reason
) ON dead_letters TO :"app";
GRANT SELECT, DELETE, UPDATE (state, sent_back, decided_at, decided_by, decision_reason) ON dead_letters TO :"system";

-- What sending back needs: the event is parked, and its inbox row says so.
CREATE POLICY operator_parks ON parked_keys FOR INSERT TO :"system" WITH CHECK (true);
CREATE POLICY operator_parks ON parked_events FOR INSERT TO :"system" WITH CHECK (true);
CREATE POLICY operator_enters ON inbox FOR INSERT TO :"system" WITH CHECK (outcome = 'parked');
CREATE POLICY operator_reopens ON inbox FOR UPDATE TO :"system" USING (true) WITH CHECK (outcome = 'parked');
GRANT INSERT ON parked_keys, parked_events, inbox TO :"system";
GRANT UPDATE (outcome, handled_at) ON inbox TO :"system";

-- migrate: down

REVOKE UPDATE (outcome, handled_at) ON inbox FROM :"system";
REVOKE INSERT ON parked_keys, parked_events, inbox FROM :"system";
DROP POLICY operator_reopens ON inbox;
DROP POLICY operator_enters ON inbox;
DROP POLICY operator_parks ON parked_events;
DROP POLICY operator_parks ON parked_keys;
DROP TABLE dead_letters;
