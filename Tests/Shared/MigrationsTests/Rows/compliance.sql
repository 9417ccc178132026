-- One row in each table of the compliance service, for the organisation that app.org names.
INSERT INTO checks (id, organization_id, booking_id, booking_version, version, state, decision, as_of, rule_set_version,
    answer, checked_by, checked_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000a1', current_organization(), '0192f0c1-0000-7000-8000-0000000000b1', 1, 1,
    'california', 'compliant', '2026-12-01', '2026-11-21.1', '{}', 'test', now());
INSERT INTO booking_standings (booking_id, organization_id, version, booking_version, state, decision, check_id, checked_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000b1', current_organization(), 1, 1, 'california', 'compliant',
    '0192f0c1-0000-7000-8000-0000000000a1', now());
INSERT INTO violations (id, organization_id, booking_id, check_id, state, rule_id, severity, finding, status, version,
    detected_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000a2', current_organization(), '0192f0c1-0000-7000-8000-0000000000b1',
    '0192f0c1-0000-7000-8000-0000000000a1', 'california', 'california.public_events.allowed', 'major', '{}', 'open', 1,
    now());
