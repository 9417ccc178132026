-- Who handles which type of event: a row for each handler and type. A live one hears the topics, and where it stands the
-- broker knows; a replay reads an event store, and stands at a position of it, which moves on in the transaction of
-- what it did. position, until_position and status are the handler's, so all of its rows say the same.

-- migrate: up

CREATE TABLE event_subscriptions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    handler_id uuid NOT NULL,
    event_type text NOT NULL CHECK (octet_length(event_type) BETWEEN 1 AND 100),
    service_name text NOT NULL CHECK (octet_length(service_name) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true,
    handler_name text NOT NULL CHECK (octet_length(handler_name) BETWEEN 1 AND 100),
    mode text NOT NULL CHECK (mode IN ('live', 'replay')),
    status text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
    -- The last one that was dealt with, and the last one that there was when the replay began or went on.
    position bigint CHECK (position >= 0),
    until_position bigint CHECK (until_position >= position),
    -- The newest drop of a partition when it began: a later one may have taken what it had yet to read.
    drops_seen bigint,
    handled bigint NOT NULL DEFAULT 0 CHECK (handled >= 0),
    last_error text CHECK (octet_length(last_error) <= 2000),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (handler_id, event_type),
    CONSTRAINT event_subscriptions_mode CHECK (
        (mode = 'replay') = (position IS NOT NULL) AND (mode = 'replay') = (until_position IS NOT NULL)
        AND (mode = 'replay') = (drops_seen IS NOT NULL))
);

ALTER TABLE event_subscriptions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY operator_sees ON event_subscriptions FOR SELECT TO :"system" USING (true);
CREATE POLICY operator_adds ON event_subscriptions FOR INSERT TO :"system" WITH CHECK (true);
CREATE POLICY operator_moves ON event_subscriptions FOR UPDATE TO :"system" USING (true) WITH CHECK (true);
CREATE POLICY operator_forgets ON event_subscriptions FOR DELETE TO :"system" USING (mode = 'replay');

GRANT SELECT, INSERT, DELETE,
    UPDATE (is_active, status, position, until_position, drops_seen, handled, last_error, updated_at)
    ON event_subscriptions TO :"system";

-- migrate: down

DROP TABLE event_subscriptions;
