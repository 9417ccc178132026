-- A booking as it stands now. Every change raises version and has a row in booking_history, event_store and outbox from
-- the same transaction. Nothing is ever deleted. Money is whole minor units of the one currency of the booking.

-- migrate: up

CREATE TABLE bookings (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    reference text NOT NULL CONSTRAINT bookings_reference UNIQUE
        CHECK (reference ~ '^BR-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6}$'),
    client_id uuid,
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
    estimated_cost_minor bigint CHECK (estimated_cost_minor >= 0),
    estimate_source text CHECK (estimate_source IN ('rate_card', 'staff', 'default')),
    actual_cost_minor bigint CHECK (actual_cost_minor >= 0),
    budget_minor bigint CHECK (budget_minor >= 0),
    budget_approved boolean NOT NULL DEFAULT false,
    needs_reapproval boolean NOT NULL DEFAULT false,
    allows_resubmission boolean NOT NULL DEFAULT false,
    hold_expires_at timestamptz,
    -- The version in which something last changed that the law reads.
    legal_version integer NOT NULL DEFAULT 1 CHECK (legal_version > 0),
    operational_status text NOT NULL DEFAULT 'not_checked' CHECK (operational_status IN (
        'not_checked', 'pending', 'verified', 'failed', 'waived')),
    source text CHECK (char_length(source) BETWEEN 1 AND 50),
    products jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(products) = 'array'),
    conditions jsonb NOT NULL
        DEFAULT '{"isPublic":false,"expectedAttendance":0,"hasConsumption":false,"hasSampling":false,"hasSales":false}'
        CHECK (jsonb_typeof(conditions) = 'object'),
    -- The starts of all dates when there are several; each lasts as long as the first.
    event_dates timestamptz[] NOT NULL DEFAULT '{}' CHECK (cardinality(event_dates) <= 366),
    recurrence jsonb CHECK (jsonb_typeof(recurrence) = 'object'),
    -- What clients say in their own words: any JSON, kept and told but not read.
    requirements jsonb DEFAULT '{}',
    staff_requirements jsonb CHECK (jsonb_typeof(staff_requirements) = 'object'),
    equipment_requirements jsonb CHECK (jsonb_typeof(equipment_requirements) = 'object'),
    metadata jsonb DEFAULT '{}',
    assigned_staff uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(assigned_staff) <= 1000),
    assigned_kits uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(assigned_kits) <= 1000),
    submitted_at timestamptz,
    approved_at timestamptz,
    confirmed_at timestamptz,
    checked_in_at timestamptz,
    completed_at timestamptz,
    cancelled_at timestamptz,
    cancelled_by text,
    cancel_reason text CHECK (char_length(cancel_reason) <= 2000),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    -- The organisation stands in the key so that a row elsewhere can only refer to a booking of its own.
    PRIMARY KEY (id, organization_id),
    CONSTRAINT bookings_window CHECK (starts_at < ends_at),
    CHECK (created_at <= updated_at),
    CONSTRAINT bookings_estimate CHECK (estimate_source IS NULL OR estimated_cost_minor IS NOT NULL),
    CONSTRAINT bookings_cancellation CHECK ((cancelled_by IS NULL) = (cancel_reason IS NULL))
);

-- Lists by time, forwards and backwards, with and without a status.
CREATE INDEX bookings_by_start ON bookings (organization_id, starts_at, id);
CREATE INDEX bookings_by_status ON bookings (organization_id, status, starts_at, id);
CREATE INDEX bookings_by_creation ON bookings (organization_id, created_at, id);
-- What the sweep of decisions that are overdue looks at. Drafts do not expire, so they are not in it.
CREATE INDEX bookings_by_hold ON bookings (hold_expires_at)
    WHERE status = 'pending_approval' AND hold_expires_at IS NOT NULL;

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
