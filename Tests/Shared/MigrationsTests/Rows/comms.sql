-- One row in each table of the realtime service, for the organisation that app.org names.
INSERT INTO notifications (id, organization_id, event_id, type, severity, title, body, roles, readers, related_type,
    related_id, created_at)
VALUES ('0192f0c1-0000-7000-8000-000000000081', current_organization(), '0192f0c1-0000-7000-8000-000000000082',
    'booking_created', 'info', 'New Booking Created', '', 2, '{}', 'booking', '0192f0c1-0000-7000-8000-0000000000b1',
    now());
INSERT INTO notification_states (notification_id, organization_id, reader, state, changed_at)
VALUES ('0192f0c1-0000-7000-8000-000000000081', current_organization(), 'test', 'read', now());
