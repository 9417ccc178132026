-- Which booking has which kit. `planned` is the half-open time in which nobody else can have it: preparation, the way
-- there, the event, the way back. That no two overlap is held by the constraint, whatever a command has looked at before.
-- An allocation in conflict over time waits for the kit and holds nothing. What the kit was when it was taken is kept here,
-- so that a change of the kit moves no allocation.

-- migrate: up

CREATE TABLE kit_allocations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    booking_id uuid NOT NULL,
    kit_id uuid NOT NULL,
    template text NOT NULL CHECK (template IN (
        'product_demo_kit', 'dispensary_opening_kit', 'compliance_training_kit', 'brand_activation_kit',
        'trade_show_kit')),
    home_state text NOT NULL CHECK (octet_length(home_state) BETWEEN 4 AND 20),
    is_plant_touching boolean NOT NULL,
    preparation_minutes integer NOT NULL CHECK (preparation_minutes BETWEEN 0 AND 10080),
    transit_minutes integer NOT NULL CHECK (transit_minutes BETWEEN 0 AND 20160),
    status text NOT NULL CHECK (status IN (
        'assigned', 'prepared', 'checked_out', 'shipped', 'delivered', 'in_use', 'return_shipped', 'returned',
        'inspected', 'closed', 'lost')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (starts_at < ends_at),
    planned tstzrange NOT NULL,
    conflict text CHECK (conflict IN ('time', 'state_line')),
    release_reason text CHECK (char_length(release_reason) <= 2000),
    notes text CHECK (char_length(notes) <= 2000),
    assigned_by text NOT NULL,
    assigned_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (assigned_at <= updated_at),
    FOREIGN KEY (booking_id, organization_id) REFERENCES known_bookings (id, organization_id),
    FOREIGN KEY (kit_id, organization_id) REFERENCES kits (id, organization_id),
    CONSTRAINT kit_allocations_planned CHECK (
        NOT isempty(planned) AND lower_inc(planned) AND NOT upper_inc(planned)
        AND lower(planned) = starts_at - make_interval(mins => preparation_minutes + transit_minutes)
        AND upper(planned) = ends_at + make_interval(mins => transit_minutes)),
    CONSTRAINT kit_allocations_no_overlap EXCLUDE USING gist (kit_id WITH =, planned WITH &&)
        WHERE (status NOT IN ('closed', 'lost') AND conflict IS DISTINCT FROM 'time')
);

CREATE UNIQUE INDEX kit_allocations_once ON kit_allocations (booking_id, kit_id)
    WHERE status NOT IN ('closed', 'lost');
CREATE INDEX kit_allocations_of_kit ON kit_allocations (kit_id, upper(planned));
CREATE INDEX kit_allocations_by_start ON kit_allocations (organization_id, starts_at, id);

ALTER TABLE kit_allocations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON kit_allocations TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON kit_allocations FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON kit_allocations TO :"app";
GRANT SELECT ON kit_allocations TO :"system";

-- migrate: down

DROP TABLE kit_allocations;
