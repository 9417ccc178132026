-- The organisation that the transaction works for, as set by set_config('app.org', …, true). Without one it is NULL,
-- which equals nothing, so that a policy shows nothing and accepts nothing.
-- Policies call it as `(SELECT current_organization())`: evaluated once a statement, and an index can use the value.

-- migrate: up

CREATE FUNCTION current_organization() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('app.org', true), '')::uuid;

GRANT EXECUTE ON FUNCTION current_organization() TO :"app", :"system";

-- migrate: down

DROP FUNCTION current_organization();
