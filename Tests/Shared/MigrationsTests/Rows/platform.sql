-- One row in each table of the platform, for the organisation that app.org names.
INSERT INTO idempotency_keys (organization_id, operation, key, request_hash, status, headers, body, created_at, expires_at)
VALUES (current_organization(), 'create_booking', 'k', sha256('x'), 201, '', '{}', now(), now() + interval '1 day');
INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version, aggregate_type,
    aggregate_id, version, event_data, metadata, correlation_id, created_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000e1', 7, current_organization(), 'BOOKING_CREATED', 1, 'booking',
    '0192f0c1-0000-7000-8000-0000000000b1', 1, '{}', '{}', '0192f0c1-0000-7000-8000-0000000000b1', now());
INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000e1', current_organization(), 'booking.created', 'k', '{}', '{}', now());
INSERT INTO inbox (consumer, event_id, organization_id, topic, partition, "offset", outcome, handled_at)
VALUES ('booking', '0192f0c1-0000-7000-8000-0000000000e2', current_organization(), 'staff.assigned', 0, 0, 'done', now());
INSERT INTO parked_keys (consumer, organization_id, key, next_at, parked_at)
VALUES ('booking', current_organization(), 'k', now(), now());
INSERT INTO parked_events (consumer, organization_id, key, event_id, topic, partition, "offset", headers)
VALUES ('booking', current_organization(), 'k', '0192f0c1-0000-7000-8000-0000000000e3', 'staff.assigned', 0, 0, '[]');
INSERT INTO dead_letters (consumer, event_id, organization_id, key, topic, partition, "offset", headers, reason, detail,
    attempts, first_failure, died_at)
VALUES ('booking', '0192f0c1-0000-7000-8000-0000000000e4', current_organization(), 'k', 'staff.assigned', 0, 0, '[]',
    'refused', '', 11, now(), now());
INSERT INTO saga (id, organization_id, type, definition, business_key, state, direction, step, version, failures, stalls,
    step_since, deadline, payload, correlation_id, started_at, changed_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000f1', current_organization(), 'booking_creation', 1, 'k', 'forward', 'forward',
    'validate', 1, 0, 0, now(), now(), '{}', '0192f0c1-0000-7000-8000-0000000000b1', now(), now());
INSERT INTO saga_step (saga_id, organization_id, step, direction, command_id, outcome, attempts, first_at, last_at)
VALUES ('0192f0c1-0000-7000-8000-0000000000f1', current_organization(), 'validate', 'forward',
    '0192f0c1-0000-7000-8000-0000000000f2', 'done', 1, now(), now());
INSERT INTO saga_timer (saga_id, organization_id, fire_at, kind)
VALUES ('0192f0c1-0000-7000-8000-0000000000f1', current_organization(), now(), 'run');
INSERT INTO saga_fence (command_id, organization_id, saga_id, step, status, at)
VALUES ('0192f0c1-0000-7000-8000-0000000000f2', current_organization(), '0192f0c1-0000-7000-8000-0000000000f1',
    'validate', 'done', now());
INSERT INTO saga_audit (saga_id, organization_id, kind, version, step, direction, detail, at)
VALUES ('0192f0c1-0000-7000-8000-0000000000f1', current_organization(), 'stuck', 1, 'validate', 'backward', '{}', now());
