-- The first answer to a request with an idempotency key, replayed byte for byte to whoever asks again. The row commits
-- with the effect; one without a status belongs to a request that is still at work, until locked_until at the latest.

-- migrate: up

CREATE TABLE idempotency_keys (
    organization_id uuid NOT NULL,
    operation text NOT NULL CHECK (octet_length(operation) BETWEEN 1 AND 100),
    key text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
    resource_id uuid,
    status smallint CHECK (status BETWEEN 200 AND 599),
    headers bytea,
    body bytea,
    created_at timestamptz NOT NULL,
    locked_until timestamptz,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, operation, key),
    CHECK (expires_at > created_at),
    CONSTRAINT idempotency_keys_answer CHECK (
        (status IS NULL) = (headers IS NULL) AND (status IS NULL) = (body IS NULL)),
    CONSTRAINT idempotency_keys_lock CHECK ((status IS NULL) = (locked_until IS NOT NULL))
);

CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON idempotency_keys TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY sweep_sees ON idempotency_keys FOR SELECT TO :"system" USING (expires_at <= now());
CREATE POLICY sweep_deletes ON idempotency_keys FOR DELETE TO :"system" USING (expires_at <= now());

-- An expired key is taken over by an UPDATE; only the sweep deletes.
GRANT SELECT, INSERT, UPDATE ON idempotency_keys TO :"app";
GRANT SELECT, DELETE ON idempotency_keys TO :"system";

-- migrate: down

DROP TABLE idempotency_keys;
