-- What members of an organisation are to know: one row for all its readers, who are known by their roles (bits, as in
-- RealtimeDomain's Viewers) and by what is theirs. An event makes at most one. Rows are only ever added.

-- migrate: up

CREATE TABLE notifications (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL CONSTRAINT notifications_event UNIQUE,
    type text NOT NULL CHECK (octet_length(type) BETWEEN 1 AND 100),
    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    body text NOT NULL CHECK (char_length(body) <= 2000),
    roles integer NOT NULL CHECK (roles >= 0),
    readers text[] NOT NULL,
    related_type text NOT NULL CHECK (octet_length(related_type) BETWEEN 1 AND 100),
    related_id uuid NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX notifications_by_time ON notifications (organization_id, created_at, id);
CREATE INDEX notifications_by_thing ON notifications (organization_id, related_id, created_at);

ALTER TABLE notifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON notifications TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON notifications FOR SELECT TO :"system" USING (true);

-- UPDATE is what locking a row takes; no statement changes one.
GRANT SELECT, INSERT, UPDATE ON notifications TO :"app";
GRANT SELECT ON notifications TO :"system";

-- migrate: down

DROP TABLE notifications;
