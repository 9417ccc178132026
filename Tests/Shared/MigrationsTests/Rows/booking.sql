-- One row in each table of the booking service, for the organisation that app.org names.
INSERT INTO bookings (id, organization_id, version, reference, client_id, booking_type, title, status, stage, state,
    starts_at, ends_at, time_zone, currency, estimated_cost_minor, created_by, created_at, updated_by, updated_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000b1', current_organization(), 1, 'BR-20260101-0000A1',
    '0192f0c1-0000-7000-8000-0000000000c1', 'product_demo', 'A demo', 'draft', 'intake', 'CA', '2026-01-01 18:00Z',
    '2026-01-01 20:00Z', 'America/Los_Angeles', 'USD', 125050, 'test', now(), 'test', now());
INSERT INTO booking_history (id, organization_id, booking_id, version, to_status, to_stage, changed_by_kind, changed_by,
    changed_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000d1', current_organization(), '0192f0c1-0000-7000-8000-0000000000b1', 1,
    'draft', 'intake', 'business', 'test', now());
INSERT INTO leases (id, organization_id, booking_id, venue_id, occupied, setup_minutes, teardown_minutes, is_exclusive,
    party_size, status, kind, created_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000f1', current_organization(), '0192f0c1-0000-7000-8000-0000000000b1',
    '0192f0c1-0000-7000-8000-000000000071', '[2026-01-01 17:00Z,2026-01-01 21:00Z)', 60, 60, true, 20, 'active', 'firm',
    now());
INSERT INTO locations (id, organization_id, version, kind, parties_at_once, created_by, snapshot)
VALUES ('0192f0c1-0000-7000-8000-000000000071', current_organization(), 1, 'private', 1, 'test', '{}');
INSERT INTO compliance_standings (booking_id, organization_id, version, booking_version, check_id, decision, checked_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000b1', current_organization(), 1, 1, '0192f0c1-0000-7000-8000-000000000081',
    'compliant', now());
INSERT INTO staff_assignments (id, organization_id, version, booking_id, staff_id, user_id, role, status, is_released,
    currency, created_at)
VALUES ('0192f0c1-0000-7000-8000-000000000091', current_organization(), 1, '0192f0c1-0000-7000-8000-0000000000b1',
    '0192f0c1-0000-7000-8000-000000000092', 'test', 'budtender', 'accepted', false, 'USD', now());
INSERT INTO kit_assignments (id, organization_id, version, booking_id, template_id, status, is_released, quantity,
    assigned_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000a1', current_organization(), 1, '0192f0c1-0000-7000-8000-0000000000b1',
    '0192f0c1-0000-7000-8000-0000000000a2', 'assigned', false, 1, now());
