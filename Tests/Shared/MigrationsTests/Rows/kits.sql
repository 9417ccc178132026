-- One row in each table of the kits service, for the organisation that app.org names.
INSERT INTO kits (id, organization_id, version, name, template, condition, home_state, is_plant_touching,
    preparation_minutes, transit_minutes, created_by, created_at, updated_at)
VALUES ('0192f0c1-0000-7000-8000-000000000091', current_organization(), 1, 'Demo kit', 'product_demo_kit', 'good',
    'california', true, 60, 60, 'test', now(), now());
INSERT INTO kit_components (kit_id, organization_id, position, name, quantity, condition)
VALUES ('0192f0c1-0000-7000-8000-000000000091', current_organization(), 1, 'Scale', 2, 'good');
INSERT INTO known_bookings (id, organization_id, version, title, status, state, starts_at, ends_at)
VALUES ('0192f0c1-0000-7000-8000-000000000092', current_organization(), 1, 'Launch', 'approved', 'california',
    '2030-01-01 10:00Z', '2030-01-01 14:00Z');
INSERT INTO kit_allocations (id, organization_id, version, booking_id, kit_id, template, home_state, is_plant_touching,
    preparation_minutes, transit_minutes, status, starts_at, ends_at, planned, assigned_by, assigned_at, updated_at)
VALUES ('0192f0c1-0000-7000-8000-000000000093', current_organization(), 1, '0192f0c1-0000-7000-8000-000000000092',
    '0192f0c1-0000-7000-8000-000000000091', 'product_demo_kit', 'california', true, 60, 60, 'assigned',
    '2030-01-01 10:00Z', '2030-01-01 14:00Z', '[2030-01-01 08:00Z,2030-01-01 15:00Z)', 'test', now(), now());
