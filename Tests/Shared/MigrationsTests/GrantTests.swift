import LocalPostgres
import PostgresTestKit
import Testing

@testable import Migrations

@Suite("Grants") struct GrantTests {
    @Test("the booking service's roles may do this and nothing else")
    func booking() async throws {
        let expected = """
            booking_history app INSERT SELECT
            booking_history system SELECT
            bookings app INSERT SELECT UPDATE
            bookings system SELECT
            compliance_standings app INSERT SELECT UPDATE
            compliance_standings system SELECT
            dead_letters app INSERT SELECT UPDATE(attempts) UPDATE(decided_at) UPDATE(decided_by) \
            UPDATE(decision_reason) UPDATE(detail) UPDATE(died_at) UPDATE(event_type) UPDATE(first_failure) \
            UPDATE(reason) UPDATE(state)
            dead_letters system DELETE SELECT UPDATE(decided_at) UPDATE(decided_by) UPDATE(decision_reason) \
            UPDATE(sent_back) UPDATE(state)
            event_chain system INSERT SELECT
            event_store app INSERT SELECT
            event_store system SELECT
            event_store_position app USAGE
            event_store_position system SELECT
            event_subscriptions system DELETE INSERT SELECT UPDATE(drops_seen) UPDATE(handled) UPDATE(is_active) \
            UPDATE(last_error) UPDATE(position) UPDATE(status) UPDATE(until_position) UPDATE(updated_at)
            idempotency_keys app INSERT SELECT UPDATE
            idempotency_keys system DELETE SELECT
            inbox app INSERT SELECT UPDATE(handled_at) UPDATE(outcome)
            inbox system INSERT SELECT UPDATE(handled_at) UPDATE(outcome)
            kit_assignments app INSERT SELECT UPDATE
            kit_assignments system SELECT
            leases app INSERT SELECT UPDATE
            leases system SELECT
            legal_holds system INSERT SELECT UPDATE(released_at) UPDATE(released_by)
            locations app INSERT SELECT UPDATE
            locations system SELECT
            outbox app INSERT(created_at) INSERT(event_id) INSERT(headers) INSERT(key) INSERT(organization_id) \
            INSERT(payload) INSERT(topic)
            outbox system DELETE SELECT UPDATE(attempts) UPDATE(last_error)
            parked_events app DELETE INSERT SELECT UPDATE(attempts) UPDATE(detail) UPDATE(first_failure) UPDATE(reason)
            parked_events system INSERT SELECT
            parked_keys app DELETE INSERT SELECT UPDATE(next_at)
            parked_keys system INSERT SELECT UPDATE(next_at)
            partition_drops app SELECT(lower_id) SELECT(retention_years) SELECT(sequence) SELECT(upper_id)
            partition_drops system SELECT
            rebuildable_tables system SELECT
            saga app INSERT SELECT UPDATE(changed_at) UPDATE(deadline) UPDATE(direction) UPDATE(ended_at) \
            UPDATE(failures) UPDATE(fault) UPDATE(payload) UPDATE(stalls) UPDATE(state) UPDATE(step) \
            UPDATE(step_since) UPDATE(version)
            saga system DELETE SELECT
            saga_audit app INSERT(actor) INSERT(at) INSERT(detail) INSERT(direction) INSERT(kind) \
            INSERT(organization_id) INSERT(reason) INSERT(saga_id) INSERT(step) INSERT(version) SELECT
            saga_audit system SELECT
            saga_fence app INSERT SELECT UPDATE(at) UPDATE(reply) UPDATE(status)
            saga_fence system DELETE SELECT
            saga_step app INSERT SELECT UPDATE(attempts) UPDATE(fault) UPDATE(last_at) UPDATE(outcome)
            saga_step system SELECT
            saga_timer app INSERT SELECT UPDATE(claimed_by) UPDATE(fire_at) UPDATE(kind)
            saga_timer system SELECT UPDATE(claimed_by) UPDATE(fire_at) UPDATE(kind)
            schema_migrations app SELECT
            schema_migrations system SELECT
            staff_assignments app INSERT SELECT UPDATE
            staff_assignments system SELECT
            """
        try await withServiceDatabase(.booking) { test in
            let granted = try await grants(in: test)
            #expect(granted == expected)
        }
    }

    @Test(
        "nobody else has a grant, the application deletes from its queue only, and no partition has a grant of its own",
        arguments: checkout.databases)
    func nothingMore(_ service: ServiceDatabase) async throws {
        try await withServiceDatabase(service) { test in
            let lines = try await grants(in: test).split(separator: "\n")
            #expect(lines.count > 8)
            for line in lines {
                let words = line.split(separator: " ")
                #expect(["app", "system"].contains(words[1]), "\(line)")
                #expect(!words.contains("TRUNCATE") && !words.contains("TRIGGER"), "\(line)")
                #expect(
                    words[1] != "app" || !words.contains("DELETE")
                        || ["parked_events", "parked_keys"].contains(words[0]),
                    "\(line)")
            }
            let partitions = try await test.database.run(
                """
                SELECT relname FROM pg_class c
                WHERE relispartition AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                    AND EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee <> relowner)
                """)
            #expect(partitions.isEmpty)
        }
    }

    @Test(
        "everything belongs to the owner, functions are for those they are granted to, and look at nobody's search path",
        arguments: checkout.databases)
    func functions(_ service: ServiceDatabase) async throws {
        try await withServiceDatabase(service) { test in
            let foreign = try await test.database.run(
                """
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
                    AND relowner <> '\(service.role(.owner))'::regrole
                UNION ALL SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
                    AND proowner <> '\(service.role(.owner))'::regrole
                    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
                """)
            #expect(foreign.isEmpty)
            let open = try await test.database.run(
                """
                SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
                    AND has_function_privilege('public', p.oid, 'EXECUTE')
                    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
                """)
            #expect(open.isEmpty)
            let careless = try await test.database.run(
                """
                SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
                    AND NOT coalesce(proconfig, '{}') @> '{"search_path=pg_catalog, public, pg_temp"}'
                """)
            #expect(careless.isEmpty)
        }
    }

    /// A line for each table or sequence and role: what it may do, by column where the grant is.
    private func grants(in test: ServiceTestDatabase) async throws -> String {
        try await test.database.run(
            """
            SELECT relname || ' ' || replace(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
                '\(test.service.rawValue)_', '') || ' ' || string_agg(word, ' ' ORDER BY word)
            FROM (
                SELECT relname, relowner, grantee, privilege_type AS word FROM pg_class, aclexplode(relacl)
                WHERE relnamespace = 'public'::regnamespace
                UNION ALL
                SELECT relname, relowner, grantee, privilege_type || '(' || attname || ')'
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl)
                WHERE relnamespace = 'public'::regnamespace
            ) AS granted
            WHERE grantee <> relowner GROUP BY relname, grantee ORDER BY 1
            """)
    }
}
