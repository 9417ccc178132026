-- One row in each table of the staff service, for the organisation that app.org names.
INSERT INTO staff_profiles (id, organization_id, version, user_id, display_name, expertise, travel_minutes, is_active,
    created_by, created_at, updated_at)
VALUES ('0192f0c1-0000-7000-8000-000000000081', current_organization(), 1, 'robin', 'Robin', 'expert', 60, true, 'test',
    now(), now());
INSERT INTO staff_certifications (staff_id, organization_id, kind, expires_on)
VALUES ('0192f0c1-0000-7000-8000-000000000081', current_organization(), 'first_aid_cpr', '2030-01-01');
INSERT INTO known_bookings (id, organization_id, version, title, status, state, starts_at, ends_at, time_zone, currency)
VALUES ('0192f0c1-0000-7000-8000-000000000082', current_organization(), 1, 'Launch', 'approved', 'california',
    '2030-01-01 10:00Z', '2030-01-01 14:00Z', 'America/Los_Angeles', 'USD');
INSERT INTO assignments (id, organization_id, version, booking_id, staff_id, user_id, role, currency, status, starts_at,
    ends_at, travel_minutes, held, created_by, created_at, updated_at)
VALUES ('0192f0c1-0000-7000-8000-000000000083', current_organization(), 1, '0192f0c1-0000-7000-8000-000000000082',
    '0192f0c1-0000-7000-8000-000000000081', 'robin', 'host', 'USD', 'accepted', '2030-01-01 10:00Z',
    '2030-01-01 14:00Z', 60, '[2030-01-01 09:00Z,2030-01-01 14:00Z)', 'test', now(), now());
