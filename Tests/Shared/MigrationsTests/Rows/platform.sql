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
