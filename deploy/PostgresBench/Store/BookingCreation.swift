import Identifiers
import Postgres

/// What a command that creates a booking writes, in one transaction. The order is that of the foreign keys.
enum BookingCreation {
    /// The rows' tables, each of which gets one.
    static let tables = ["idempotency_keys", "bookings", "leases", "booking_history", "event_store", "outbox"]

    static func batch(_ booking: NewBooking) -> Batch {
        var batch = Batch(for: .organization(NewBooking.id(booking.organization)))
        for statement in statements(booking) { batch.execute(statement) }
        return batch
    }

    static func statements(_ booking: NewBooking) -> [SQL] {
        let text = BookingText.shared
        return [
            idempotencyKey(booking, text), row(booking, text), lease(booking, text), history(booking, text),
            event(booking, text), message(booking, text),
        ]
    }

    /// What pgbench calls the parameters of each statement, in their order.
    static let peerNames: [[String]] = [
        ["organization", "number", "hash", "number", "event", "now", "now"],
        [
            "number", "organization", "number", "number", "title", "description", "venue", "start", "start", "now",
            "products", "requirements", "actor", "now", "actor", "now",
        ],
        ["number", "organization", "number", "venue", "start", "start", "now", "now"],
        ["number", "organization", "number", "actor", "now"],
        ["number", "organization", "number", "event", "metadata", "number", "actor", "now"],
        ["number", "organization", "number", "envelope", "headers", "now"],
    ]

    private static func idempotencyKey(_ booking: NewBooking, _ text: BookingText) -> SQL {
        """
        INSERT INTO idempotency_keys (organization_id, operation, key, request_hash, resource_id, status, headers, body,
            created_at, expires_at)
        VALUES (bench_id(\(booking.organization)::bigint), 'createBooking', bench_id(\(booking.number)::bigint)::text,
            \(Array(text.requestHash.utf8))::bytea, bench_id(\(booking.number)::bigint), 201,
            'content-type: application/json', \(Array(text.event.utf8))::bytea, \(text.now)::timestamptz,
            \(text.now)::timestamptz + interval '1 day')
        """
    }

    private static func row(_ booking: NewBooking, _ text: BookingText) -> SQL {
        """
        INSERT INTO bookings (id, organization_id, version, reference, client_id, booking_type, title, description,
            status, stage, location_id, state, region, city, starts_at, ends_at, time_zone, currency,
            estimated_cost_minor, hold_expires_at, products, requirements, created_by, created_at, updated_by,
            updated_at)
        VALUES (bench_id(\(booking.number)::bigint), bench_id(\(booking.organization)::bigint), 1,
            bench_reference(\(booking.number)::bigint), bench_id(\(booking.number)::bigint), 'product_demo',
            \(text.title)::text, \(text.description)::text, 'pending_approval', 'compliance',
            bench_id(\(booking.venue)::bigint), 'CA', 'north', 'Oakland', to_timestamp(\(booking.start)::bigint),
            to_timestamp(\(booking.start)::bigint + 7200), 'America/Los_Angeles', 'USD', 48000,
            \(text.now)::timestamptz + interval '15 minutes', \(jsonb(text.products))::jsonb,
            \(jsonb(text.requirements))::jsonb, \(text.actor)::text, \(text.now)::timestamptz, \(text.actor)::text,
            \(text.now)::timestamptz)
        """
    }

    private static func lease(_ booking: NewBooking, _ text: BookingText) -> SQL {
        """
        INSERT INTO leases (id, organization_id, booking_id, venue_id, occupied, setup_minutes, teardown_minutes,
            is_exclusive, party_size, status, kind, expires_at, created_at)
        VALUES (bench_id(\(booking.number)::bigint), bench_id(\(booking.organization)::bigint),
            bench_id(\(booking.number)::bigint), bench_id(\(booking.venue)::bigint),
            tstzrange(to_timestamp(\(booking.start)::bigint), to_timestamp(\(booking.start)::bigint + 7200)), 30, 30,
            true, 12, 'active', 'hold', \(text.now)::timestamptz + interval '15 minutes', \(text.now)::timestamptz)
        """
    }

    private static func history(_ booking: NewBooking, _ text: BookingText) -> SQL {
        """
        INSERT INTO booking_history (id, organization_id, booking_id, version, to_status, to_stage, changed_by_kind,
            changed_by, changed_at)
        VALUES (bench_id(\(booking.number)::bigint), bench_id(\(booking.organization)::bigint),
            bench_id(\(booking.number)::bigint), 1, 'pending_approval', 'compliance', 'business', \(text.actor)::text,
            \(text.now)::timestamptz)
        """
    }

    private static func event(_ booking: NewBooking, _ text: BookingText) -> SQL {
        """
        INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version, aggregate_type,
            aggregate_id, version, event_data, metadata, correlation_id, created_by, created_at)
        VALUES (bench_id(\(booking.number)::bigint), 7, bench_id(\(booking.organization)::bigint), 'BOOKING_CREATED', 1,
            'booking', bench_id(\(booking.number)::bigint), 1, \(jsonb(text.event))::jsonb,
            \(jsonb(text.metadata))::jsonb, bench_id(\(booking.number)::bigint), \(text.actor)::text,
            \(text.now)::timestamptz)
        """
    }

    private static func message(_ booking: NewBooking, _ text: BookingText) -> SQL {
        """
        INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at)
        VALUES (bench_id(\(booking.number)::bigint), bench_id(\(booking.organization)::bigint), 'booking.events.v1',
            bench_id(\(booking.number)::bigint)::text, \(Array(text.envelope.utf8))::bytea,
            \(jsonb(text.headers))::jsonb, \(text.now)::timestamptz)
        """
    }

    private static func jsonb(_ text: String) -> JSONText { JSONText(Array(text.utf8)) }
}
