import LocalPostgres
import PostgresTestKit
import Testing

@testable import Migrations

/// The promise of the tables that grow for years: dividing them by time later costs no copy.
@Suite("Partitions by time") struct PartitionTests {
    static let tables: [(String, String)] = [
        ("event_store_7y", "event_store_7y_first"), ("inbox", "inbox_first"),
        ("booking_history", "booking_history_first"),
    ]

    @Test(
        "the first partition becomes the oldest range without moving a row, and the next one takes what follows",
        arguments: tables)
    func attach(_ parent: String, _ first: String) async throws {
        try await withServiceDatabase(.booking) { test in
            _ = try await TenantProbe(test)
            let fileAndRows = "SELECT pg_relation_filenode('\(first)'), count(*) FROM \(first)"
            let before = try await test.database.run(fileAndRows)
            #expect(before.hasSuffix("|1"))
            try await test.run(
                """
                BEGIN;
                ALTER TABLE \(parent) DETACH PARTITION \(first);
                ALTER TABLE \(parent) ATTACH PARTITION \(first) FOR VALUES FROM (MINVALUE) TO ('\(Self.bound)');
                CREATE TABLE next_range PARTITION OF \(parent) FOR VALUES FROM ('\(Self.bound)') TO (MAXVALUE);
                COMMIT;
                """, as: .owner)
            #expect(try await test.database.run(fileAndRows) == before)
            let key = parent == "inbox" ? "event_id" : "id"
            let moved = try await test.database.run(
                """
                UPDATE \(parent) SET \(key) = '\(Self.bound)';
                SELECT count(*) FROM next_range;
                """)
            #expect(moved == "1")
        }
    }

    @Test("a partition refuses the same version of an aggregate twice")
    func versions() async throws {
        try await withServiceDatabase(.booking) { test in
            let probe = try await TenantProbe(test)
            let event = """
                INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version,
                    aggregate_type, aggregate_id, version, event_data, metadata, correlation_id, created_at)
                VALUES (gen_random_uuid(), 7, current_organization(), 'BOOKING_UPDATED', 1, 'booking',
                    '0192f0c1-0000-7000-8000-0000000000b1', $version, '{}', '{}', gen_random_uuid(), now())
                """
            let answers = try await probe.attempt(
                [event.replacing("$version", with: "1"), event.replacing("$version", with: "2")],
                for: Organization.own)
            #expect(answers[0].hasPrefix("23505 "), "\(answers[0])")
            #expect(answers[1] == "1")
        }
    }

    private static let bound = "0199f0c1-0000-7000-8000-000000000000"
}
