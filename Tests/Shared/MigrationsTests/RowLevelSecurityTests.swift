import LocalPostgres
import PostgresTestKit
import Testing

@testable import Migrations

@Suite("Rows belong to their organisation") struct RowLevelSecurityTests {
    @Test("every table hides its rows, from its owner as well, and has a policy", arguments: checkout.databases)
    func everyTableHides(_ service: ServiceDatabase) async throws {
        try await withServiceDatabase(service) { test in
            let probe = try await TenantProbe(test)
            #expect(probe.tables.count > 5)
            for table in probe.tables {
                #expect(table.hidesRows, "\(table.name): ENABLE and FORCE ROW LEVEL SECURITY")
                #expect(table.policies > 0 || table.isPartition, "\(table.name) has no policy")
                #expect(
                    !table.hasOrganization || table.isPartition || probe.hasRow(table),
                    "\(table.name): add a row to Rows/\(service.rawValue).sql, so that it can be tried")
            }
        }
    }

    @Test(
        "as another organisation, or none, nobody sees, changes, deletes or adds a row of this one",
        arguments: checkout.databases)
    func nothingCrosses(_ service: ServiceDatabase) async throws {
        try await withServiceDatabase(service) { test in
            let probe = try await TenantProbe(test)
            for table in probe.tables where table.hasOrganization && !table.isPartition {
                let columns = try await probe.columns(of: table, for: "UPDATE")
                let statements = [
                    "SELECT 1 FROM \(table.name)", "UPDATE \(table.name) SET \(columns[0]) = \(columns[0])",
                    "DELETE FROM \(table.name)", try await probe.insertion(into: table),
                ]
                let mayInsert = try await probe.mayWrite(table, "INSERT")
                for organization in [Organization.other, "", nil] {
                    let answers = try await probe.attempt(statements, for: organization)
                    for (statement, answer) in zip(statements, answers).dropLast() {
                        #expect(
                            answer == "0" || answer.hasPrefix("42501 permission denied"),
                            "\(statement) as \(organization ?? "nobody"): \(answer)")
                    }
                    let refusal = mayInsert ? "42501 new row violates row-level security" : "42501 permission denied"
                    #expect(
                        answers.last?.hasPrefix(refusal) == true, "INSERT INTO \(table.name): \(answers.last ?? "")")
                }
            }
        }
    }

    @Test("as its own organisation a row is seen, and cannot be given away", arguments: checkout.databases)
    func ownRows(_ service: ServiceDatabase) async throws {
        try await withServiceDatabase(service) { test in
            let probe = try await TenantProbe(test)
            for table in probe.tables where table.hasOrganization && !table.isPartition {
                let answers = try await probe.attempt(
                    [
                        "SELECT 1 FROM \(table.name)",
                        "UPDATE \(table.name) SET organization_id = '\(Organization.other)'",
                    ], for: Organization.own)
                let sees = try await probe.mayWrite(table, "SELECT")
                #expect(sees ? answers[0] == "1" : answers[0].hasPrefix("42501"), "\(table.name): \(answers[0])")
                #expect(answers[1].hasPrefix("42501"), "\(table.name): \(answers[1])")
            }
        }
    }

    @Test("an organisation that is no id fails loudly instead of showing something")
    func notAnID() async throws {
        try await withServiceDatabase(.booking) { test in
            let answers = try await TenantProbe(test).attempt(["SELECT 1 FROM bookings"], for: "no id")
            #expect(answers[0].hasPrefix("22P02 "), "\(answers[0])")
        }
    }

    @Test("a row elsewhere can only refer to a booking of its own organisation")
    func references() async throws {
        try await withServiceDatabase(.booking) { test in
            let probe = try await TenantProbe(test)
            let answers = try await probe.attempt(
                [
                    """
                    INSERT INTO booking_history (id, organization_id, booking_id, version, to_status, to_stage,
                        changed_by_kind, changed_by, changed_at)
                    VALUES (gen_random_uuid(), current_organization(), '0192f0c1-0000-7000-8000-0000000000b1', 2,
                        'draft', 'intake', 'business', 'test', now())
                    """
                ], for: Organization.other)
            #expect(answers[0].hasPrefix("23503 "), "\(answers[0])")
        }
    }

    @Test("the system sees of the keys only those that have expired, and may change of the outbox only its attempts")
    func system() async throws {
        try await withServiceDatabase(.booking) { test in
            let probe = try await TenantProbe(test)
            let seen = "SELECT count(*) FROM idempotency_keys"
            #expect(try await test.run(seen, as: .system) == "0")
            let expire = "UPDATE idempotency_keys SET created_at = now() - interval '2 days', expires_at = now()"
            #expect(try await probe.attempt([expire], for: Organization.own) == ["1"])
            #expect(try await test.run(seen, as: .system) == "1")
            #expect(try await test.run("DELETE FROM idempotency_keys RETURNING key", as: .system) == "k")
            #expect(
                try await test.run("UPDATE outbox SET attempts = attempts + 1 RETURNING attempts", as: .system) == "1")
            for statement in ["UPDATE outbox SET payload = ''", "UPDATE bookings SET version = 2", "TRUNCATE inbox"] {
                let refused = await #expect(throws: LocalPostgresError.self) {
                    try await test.run(statement, as: .system)
                }
                #expect(refused?.description.contains("permission denied") == true)
            }
            #expect(try await test.run("DELETE FROM outbox RETURNING topic", as: .system) == "booking.created")
        }
    }

    @Test("the owner itself sees nothing, so that a function of its can only show what a policy lets it")
    func owner() async throws {
        try await withServiceDatabase(.booking) { test in
            _ = try await TenantProbe(test)
            #expect(try await test.run("SELECT count(*) FROM bookings", as: .owner) == "0")
            #expect(try await test.run("SELECT count(*) FROM leases", as: .owner) == "1")
        }
    }
}
