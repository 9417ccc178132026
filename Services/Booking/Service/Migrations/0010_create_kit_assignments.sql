-- Which kit was taken for which booking, as kit-management last told it, a row an assignment. There is no foreign key,
-- for the same reason as with people.

-- migrate: up

CREATE TABLE kit_assignments (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    booking_id uuid NOT NULL,
    template_id uuid NOT NULL,
    kit_id uuid,
    status text NOT NULL CHECK (status IN (
        'assigned', 'prepared', 'checked_out', 'shipped', 'delivered', 'in_use', 'return_shipped', 'returned',
        'inspected', 'closed', 'lost')),
    is_released boolean NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    assigned_at timestamptz NOT NULL
);

CREATE INDEX kit_assignments_by_booking ON kit_assignments (booking_id, assigned_at, id);

ALTER TABLE kit_assignments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY own_organization ON kit_assignments TO :"app"
    USING (organization_id = (SELECT current_organization()))
    WITH CHECK (organization_id = (SELECT current_organization()));
CREATE POLICY system_sees ON kit_assignments FOR SELECT TO :"system" USING (true);

GRANT SELECT, INSERT, UPDATE ON kit_assignments TO :"app";
GRANT SELECT ON kit_assignments TO :"system";

-- migrate: down

DROP TABLE kit_assignments;
