/// The rows that are there before anything is measured, as scripts for psql. They are the same in every run.
enum Seed {
    /// Stand in for values that a client would make: pgbench knows only numbers. The planner replaces their calls by
    /// their bodies.
    static let functions = """
        CREATE FUNCTION bench_id(number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN lpad(to_hex(number), 32, '0')::uuid;
        CREATE FUNCTION bench_reference(number bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN 'BR-' || lpad((number / 1000000)::text, 8, '0') || '-' || lpad((number % 1000000)::text, 6, '0');
        """

    /// `count` bookings, evenly over venues and organisations, as they are some time after their creation: their
    /// messages have left the outbox and their idempotency keys have expired.
    static func rows(_ count: Int) -> String {
        let text = BookingText.shared
        return """
            SET synchronous_commit TO off;
            CREATE TEMPORARY TABLE made AS
            SELECT bench_id(number) AS id, bench_reference(number) AS reference,
                bench_id(number % \(NewBooking.venues)) AS venue,
                bench_id(number % \(NewBooking.venues) % \(NewBooking.organizations)) AS organization,
                to_timestamp(\(NewBooking.firstStart) + number / \(NewBooking.venues) * \(NewBooking.windowSeconds)) AS start
            FROM generate_series(1::bigint, \(count)) AS number;
            INSERT INTO bookings (id, organization_id, version, reference, client_id, booking_type, title, description,
                status, stage, location_id, state, region, city, starts_at, ends_at, time_zone, currency,
                estimated_cost_minor, products, requirements, created_by, created_at, updated_by, updated_at)
            SELECT id, organization, 1, reference, id, 'product_demo', '\(text.title)', '\(text.description)', 'approved',
                'staffing', venue, 'CA', 'north', 'Oakland', start, start + interval '2 hours', 'America/Los_Angeles',
                'USD', 48000, '\(text.products)', '\(text.requirements)', '\(text.actor)', '\(text.nowText)',
                '\(text.actor)', '\(text.nowText)' FROM made;
            INSERT INTO leases (id, organization_id, booking_id, venue_id, occupied, setup_minutes, teardown_minutes,
                is_exclusive, party_size, status, kind, created_at)
            SELECT id, organization, id, venue, tstzrange(start, start + interval '2 hours'), 30, 30, true, 12, 'active',
                'firm', '\(text.nowText)' FROM made;
            INSERT INTO booking_history (id, organization_id, booking_id, version, to_status, to_stage, changed_by_kind,
                changed_by, changed_at)
            SELECT id, organization, id, 1, 'approved', 'staffing', 'business', '\(text.actor)', '\(text.nowText)' FROM made;
            INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version, aggregate_type,
                aggregate_id, version, event_data, metadata, correlation_id, created_by, created_at)
            SELECT id, 7, organization, 'BOOKING_CREATED', 1, 'booking', id, 1, '\(text.event)', '\(text.metadata)', id,
                '\(text.actor)', '\(text.nowText)' FROM made;
            DROP TABLE made;
            VACUUM ANALYZE;
            CHECKPOINT;
            """
    }
}
