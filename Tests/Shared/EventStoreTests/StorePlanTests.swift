import LocalPostgres
import Migrations
import PostgresTestKit
import Testing

@testable import EventStore

/// What reading costs, over several partitions and as the role that does it.
@Suite("Plans over partitions")
struct StorePlanTests {
    /// Role, statement, the index of each partition it goes by, and what must be in the index's condition.
    static let reads: [(ServiceDatabase.Role, String, String, String)] = [
        (
            .app,
            """
            SELECT event_data FROM event_store WHERE retention_years IN (0, 7) AND aggregate_id = $id
                AND aggregate_type = 'booking' AND version > 3 ORDER BY version LIMIT 201
            """, "_version on event_store_7y_", "Index Cond: ((aggregate_id = "
        ),
        (
            .app,
            """
            SELECT event_data FROM event_store WHERE retention_years IN (0, 7) AND aggregate_id = $id
                AND aggregate_type = 'booking' AND version <= 3 ORDER BY version DESC LIMIT 1
            """, "_version on event_store_7y_", "Index Cond: ((aggregate_id = "
        ),
        (
            .app,
            """
            SELECT * FROM unnest(ARRAY['A', 'B']) AS wanted (type) CROSS JOIN LATERAL (
                SELECT id, event_data FROM event_store WHERE organization_id = $own AND event_type = wanted.type
                    AND id > $id AND id < '01550000-0000-0000-0000-000000000000' AND retention_years IN (0, 7)
                ORDER BY id LIMIT 51) AS found
            ORDER BY id LIMIT 51
            """, "_organization_id_event_type_id_idx on event_store_7y_", "(event_type = wanted.type) AND (id > '"
        ),
        (
            .app, "SELECT event_data FROM event_store WHERE correlation_id = $id ORDER BY position LIMIT 2001",
            "_correlation_id_idx on event_store_", "Index Cond: (correlation_id = "
        ),
        (
            .system,
            """
            SELECT event_data FROM event_store WHERE event_type = ANY (ARRAY['A', 'B']) AND id > $id
                AND id < '01550000-0000-0000-0000-000000000000' AND retention_years IN (0, 7) ORDER BY id LIMIT 51
            """, "_pkey on event_store_7y_", "Index Cond: ((id > "
        ),
        (
            .system,
            "SELECT id FROM event_store WHERE position > 19000 AND position <= 19400 ORDER BY position LIMIT 500",
            "_position_idx on event_store_", "19400))"
        ),
        (
            .system, "SELECT max(to_position) FROM event_chain WHERE kind = 'events'",
            "event_chain_sealed on event_chain", "Index Cond: (to_position IS NOT NULL)"
        ),
    ]

    private static let own = "'0192f0c1-0000-7000-8000-00000000000a'"
    private static let id = "'0152f0c1-0000-7000-8000-0000000000b1'"

    @Test("every read goes by an index in every partition, and reads no partition of another class")
    func plans() async throws {
        try await withStore { site in
            _ = try await site.maintenance.run()
            try await site.tamper(
                """
                INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version, aggregate_type,
                    aggregate_id, version, event_data, metadata, correlation_id, created_at)
                SELECT first_id_at('2016-01-01Z'::timestamptz + i * interval '8 minutes'), CASE i % 3 WHEN 0 THEN 1 ELSE 7 END,
                    ('0192f0c1-0000-7000-8000-' || lpad((i % 20)::text, 12, '0'))::uuid, chr(65 + i % 5), 1, 'booking',
                    gen_random_uuid(), 1, '{}', '{}', gen_random_uuid(), now()
                FROM generate_series(1, 20000) i;
                INSERT INTO event_chain SELECT i, 'events', 7, '00000000-0000-0000-0000-000000000000', gen_random_uuid(),
                    i, i + 1, NULL, 1, sha256('x'), sha256('x'), sha256('x'), now() FROM generate_series(1, 5000) i;
                ANALYZE;
                """)
            for (role, statement, index, condition) in Self.reads {
                let plan = try await site.test.run(
                    "SET app.org = \(Self.own); EXPLAIN (COSTS OFF) "
                        + statement.replacing("$id", with: Self.id).replacing("$own", with: Self.own), as: role)
                #expect(plan.contains(index), "\(statement)\n\(plan)")
                #expect(plan.contains(condition), "\(statement)\n\(plan)")
                #expect(
                    !plan.contains("Seq Scan on event_store_7y_2") && !plan.contains("Seq Scan on event_store_7y_f"),
                    "\(plan)")
                if statement.contains("IN (0, 7)") {
                    #expect(!plan.contains("event_store_1y") && !plan.contains("event_store_3y"), "\(plan)")
                }
            }
        }
    }
}
