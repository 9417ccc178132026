-- One row in each table of the regions service, for the organisation that app.org names.
INSERT INTO locations (id, organization_id, version, name, kind, status, booking_policy, venue_type, line1, city, state,
    postal_code, time_zone, parties_at_once, set_up_minutes, tear_down_minutes, created_by, created_at, updated_at)
VALUES ('0192f0c1-0000-7000-8000-000000000071', current_organization(), 1, 'The Copper Room', 'private', 'approved',
    'open', 'event_space', '1245 Broadway', 'Oakland', 'california', '94612', 'America/Los_Angeles', 1, 60, 60, 'test',
    now(), now());
