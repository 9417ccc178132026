-- A booking as it stands now. Every change raises version and has a row in booking_history, event_store and outbox from
-- the same transaction. Nothing is ever deleted. Money is whole minor units of the one currency of the booking.

-- migrate: up

CREATE TABLE bookings (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    reference text NOT NULL CONSTRAINT bookings_reference UNIQUE
        CHECK (reference ~ '^BR-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6}$'),
    client_id uuid NOT NULL,
    booking_type text NOT NULL CHECK (booking_type IN (
        'product_demo', 'product_promotion', 'private_party', 'staff_training', 'brand_activation',
        'educational_session', 'dispensary_opening', 'trade_show', 'customer_experience')),
    title text NOT NULL CHECK (btrim(title) <> '' AND char_length(title) <= 200),
    description text CHECK (char_length(description) <= 10000),
    status text NOT NULL CHECK (status IN (
        'draft', 'pending_approval', 'changes_requested', 'rejected', 'approved', 'confirmed', 'in_progress',
        'on_hold', 'completed', 'cancelled', 'expired', 'no_show')),
    stage text NOT NULL CHECK (stage IN (
        'intake', 'compliance', 'approval', 'staffing', 'logistics', 'ready', 'execution', 'wrap_up', 'closed')),
    location_id uuid,
    state text NOT NULL CHECK (state ~ '^[A-Z]{2}$'),
    region text,
    city text,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    time_zone text NOT NULL CHECK (octet_length(time_zone) BETWEEN 1 AND 64),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    estimated_cost_minor bigint NOT NULL CHECK (estimated_cost_minor >= 0),
    actual_cost_minor bigint CHECK (actual_cost_minor >= 0),
    budget_minor bigint CHECK (budget_minor >= 0),
    budget_approved boolean NOT NULL DEFAULT false,
    hold_expires_at timestamptz,
    products jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(products) = 'array'),
    requirements jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(requirements) = 'object'),
    metadata jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    -- The organisation stands in the key so that a row elsewhere can only refer to a booking of its own.
    PRIMARY KEY (id, organization_id),
    CONSTRAINT bookings_window CHECK (starts_at < ends_at),
    CHECK (created_at <= updated_at)
);

-- Lists by time, forwards and backwards, with and without a status.
CREATE INDEX bookings_by_start ON bookings (organization_id, starts_at, id);
CREATE INDEX bookings_by_status ON bookings (organization_id, status, starts_at, id);
-- What the sweep of expired holds looks at.
CREATE INDEX bookings_by_hold ON bookings (hold_expires_at) WHERE hold_expires_at IS NOT NULL;

ALTER TABLE bookings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON bookings TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
-- Sweeps find their work as the system and do it as the application, in the organisation that it belongs to.
CREATE POLICY system_sees ON bookings FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON bookings TO :"app";
GRANT SELECT ON bookings TO :"system";

-- migrate: down

DROP TABLE bookings;
