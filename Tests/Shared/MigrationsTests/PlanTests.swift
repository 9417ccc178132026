import LocalPostgres
import PostgresTestKit
import Testing

@testable import Migrations

/// What the main reads cost, as the role that does them: under row-level security a plan can lose its index.
@Suite("Plans under row-level security") struct PlanTests {
    @Test("the application's reads go by an index that also knows the organisation, and sort nothing")
    func reads() async throws {
        try await withServiceDatabase(.booking) { test in
            try await fill(test)
            for (query, index, condition) in Self.reads {
                let plan = try await explain(query, in: test, as: .app)
                #expect(plan.contains("using \(index) on "), "\(query)\n\(plan)")
                #expect(plan.contains(condition), "\(query)\n\(plan)")
                #expect(!plan.contains("Seq Scan") && !plan.contains("Sort"), "\(query)\n\(plan)")
            }
        }
    }

    private static let page = "ORDER BY starts_at DESC, id DESC LIMIT 51"
    private static let cursor = "(starts_at, id) < ('2026-06-01Z', '0192f0c1-0000-7000-8000-000000000000')"

    /// Statement, index, and what its condition must hold.
    private static let reads: [(String, String, String)] = [
        (
            "SELECT * FROM bookings WHERE id = '0192f0c1-0000-7000-8000-0000000000b1'", "bookings_pkey",
            "'0192f0c1-0000-7000-8000-0000000000b1'::uuid) AND (organization_id = $0))"
        ),
        (
            "SELECT * FROM bookings WHERE reference = 'BR-20260101-0000A1'", "bookings_reference",
            "Index Cond: (reference"
        ),
        ("SELECT * FROM bookings \(page)", "bookings_by_start", "Index Cond: (organization_id = $0)"),
        (
            "SELECT * FROM bookings WHERE \(cursor) \(page)", "bookings_by_start",
            "Index Cond: ((organization_id = $0) AND (ROW(starts_at, id) <"
        ),
        (
            "SELECT * FROM bookings WHERE status = 'draft' AND \(cursor) \(page)", "bookings_by_status",
            "Index Cond: ((organization_id = $0) AND (status = 'draft'::text) AND (ROW(starts_at, id) <"
        ),
        (
            "SELECT * FROM idempotency_keys WHERE operation = 'create_booking' AND key = 'k77'",
            "idempotency_keys_pkey",
            "Index Cond: ((organization_id = $0) AND (operation = 'create_booking'::text) AND (key = 'k77'::text))"
        ),
        (
            "SELECT * FROM booking_history WHERE booking_id = '0192f0c1-0000-7000-8000-0000000000b1' ORDER BY version",
            "booking_history_first_booking_id_version_idx", "Index Cond: (booking_id"
        ),
        (
            "SELECT * FROM event_store WHERE retention_years = 7 AND aggregate_type = 'booking' AND "
                + "aggregate_id = '0192f0c1-0000-7000-8000-0000000000b1' AND version > 3 ORDER BY version",
            "event_store_7y_first_version", "Index Cond: ((aggregate_id"
        ),
        (
            "SELECT * FROM event_store WHERE retention_years = 7 AND "
                + "correlation_id = '0192f0c1-0000-7000-8000-0000000000b1'",
            "event_store_7y_first_correlation_id_idx", "Index Cond: (correlation_id"
        ),
        (
            "SELECT * FROM leases WHERE booking_id = '0192f0c1-0000-7000-8000-0000000000b1'", "leases_of_booking",
            "Index Cond: (booking_id"
        ),
    ]

    @Test("the relay reads the outbox, and the sweep finds what has lapsed, by an index over all organisations")
    func system() async throws {
        try await withServiceDatabase(.booking) { test in
            try await fill(test)
            for (query, index) in [
                ("SELECT * FROM outbox ORDER BY id LIMIT 500", "outbox_pkey"),
                (
                    "SELECT organization_id, id FROM bookings "
                        + "WHERE status = 'pending_approval' AND hold_expires_at <= now()", "bookings_by_hold"
                ),
                ("DELETE FROM idempotency_keys WHERE expires_at <= '2020-01-01'", "idempotency_keys_expiry"),
            ] {
                let plan = try await explain(query, in: test, as: .system)
                #expect(plan.contains("using \(index) on "), "\(query)\n\(plan)")
            }
        }
    }

    @Test("an overlap loses its index under a policy, which is why the functions ask it, who keep it")
    func overlap() async throws {
        try await withServiceDatabase(.booking) { test in
            try await fill(test)
            let window = "'[2026-01-05,2026-01-06)'"
            let direct = try await explain(
                "SELECT occupied FROM leases WHERE occupied && \(window) AND is_exclusive AND status = 'active'",
                in: test, as: .app)
            #expect(!direct.contains("Index Cond: (occupied"), "\(direct)")
            let conflict = try await explainInside("lease_conflict", window, in: test)
            #expect(conflict.contains("Index Scan on leases_no_overlap"), "\(conflict)")
            #expect(conflict.contains("'::uuid) AND (occupied && '"), "\(conflict)")
            let release = try await explainInside("release_lapsed_leases", window, in: test)
            #expect(release.contains("Index Scan") && !release.contains("Seq Scan"), "\(release)")
        }
    }

    /// The plans of the statements inside of a function: auto_explain shows them, and only a superuser may load it.
    private func explainInside(
        _ function: String, _ window: String, in test: ServiceTestDatabase
    ) async throws -> String {
        try await test.database.run(
            """
            LOAD 'auto_explain';
            SET auto_explain.log_min_duration = 0;
            SET auto_explain.log_nested_statements = on;
            SET client_min_messages = log;
            SET ROLE booking_app;
            SELECT \(function)('0192f0c1-0000-7000-8000-000000000071', \(window));
            """)
    }

    private func explain(
        _ query: String, in test: ServiceTestDatabase, as role: ServiceDatabase.Role
    ) async throws -> String {
        try await test.run("SET app.org = '\(Organization.own)'; EXPLAIN (COSTS OFF) \(query)", as: role)
    }

    /// Twenty organisations with enough rows for an index to be worth it, and up-to-date statistics.
    private func fill(_ test: ServiceTestDatabase) async throws {
        _ = try await TenantProbe(test)
        try await test.database.run(
            """
            CREATE TEMP TABLE numbers AS SELECT i, gen_random_uuid() AS id, CASE WHEN i % 2 = 0
                THEN '\(Organization.own)' ELSE '0192f0c1-0000-7000-9000-' || lpad((i % 20)::text, 12, '0') END::uuid AS org,
                '2026-01-01Z'::timestamptz + i * interval '1 hour' AS at FROM generate_series(1, 20000) i;
            INSERT INTO bookings (id, organization_id, version, reference, client_id, booking_type, title, status, stage,
                state, starts_at, ends_at, time_zone, currency, estimated_cost_minor, created_by, created_at, updated_by,
                updated_at, hold_expires_at)
            SELECT id, org, 1, 'BR-20260101-' || lpad(i::text, 6, '0'), id, 'product_demo', 'A demo',
                CASE i % 3 WHEN 0 THEN 'draft' ELSE 'approved' END, 'intake', 'CA', at, at + interval '2 hours',
                'America/Los_Angeles', 'USD', 100, 'test', now(), 'test', now(),
                CASE WHEN i % 3 = 0 THEN now() + i * interval '1 hour' END FROM numbers;
            INSERT INTO booking_history (id, organization_id, booking_id, version, to_status, to_stage, changed_by_kind,
                changed_by, changed_at)
            SELECT gen_random_uuid(), org, id, 1, 'draft', 'intake', 'business', 'test', now() FROM numbers;
            INSERT INTO leases (id, organization_id, booking_id, venue_id, occupied, setup_minutes, teardown_minutes,
                is_exclusive, party_size, status, kind, created_at)
            SELECT gen_random_uuid(), org, id, CASE WHEN i % 4 = 0 THEN '0192f0c1-0000-7000-8000-000000000071' ELSE id END,
                tstzrange(at + interval '10 days', at + interval '10 days 1 hour'), 0, 0, true, 1, 'active', 'firm', now()
            FROM numbers;
            INSERT INTO idempotency_keys (organization_id, operation, key, request_hash, status, headers, body, created_at,
                expires_at)
            SELECT org, 'create_booking', 'k' || i, sha256('x'), 201, '', '', now(), now() + interval '1 day' FROM numbers;
            INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version, aggregate_type,
                aggregate_id, version, event_data, metadata, correlation_id, created_at)
            SELECT gen_random_uuid(), 7, org, 'BOOKING_CREATED', 1, 'booking', id, 1, '{}', '{}', id, now() FROM numbers;
            INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at)
            SELECT id, org, 'booking.created', 'k', '{}', '{}', now() FROM numbers;
            ANALYZE;
            """)
    }
}
