-- Where a notification stands with one reader. No row is: unread.

-- migrate: up

CREATE TABLE notification_states (
    notification_id uuid NOT NULL REFERENCES notifications,
    organization_id uuid NOT NULL,
    reader text NOT NULL CHECK (octet_length(reader) BETWEEN 1 AND 255),
    state text NOT NULL CHECK (state IN ('unread', 'read', 'archived', 'expired')),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (notification_id, reader)
);

ALTER TABLE notification_states ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON notification_states TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON notification_states FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON notification_states TO :"app";
GRANT SELECT ON notification_states TO :"system";

-- migrate: down

DROP TABLE notification_states;
