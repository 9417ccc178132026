import Foundation
import LocalPostgres
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Migrations

@Suite("The migrator") struct MigratorTests {
    @Test("up, down and up again ends in the same schema, for every service", arguments: checkout.databases)
    func upDownUp(_ target: ServiceDatabase) async throws {
        try await withPreparedServer([target]) { server in
            let count = try await withMigrator(of: target, on: server) { try await $0.apply() }
            #expect(count == (try checkout.sets(of: target).map(\.files.count).reduce(0, +)))
            let first = try await server.schema(of: target.name)
            try await withMigrator(of: target, on: server) { try await $0.undo(steps: count) }
            let empty = try await server.schema(of: target.name)
            #expect(!empty.contains("CREATE TABLE public.outbox"))
            #expect(empty.contains("CREATE TABLE public.schema_migrations"))
            try await withMigrator(of: target, on: server) { _ = try await $0.apply() }
            #expect(try await server.schema(of: target.name) == first)
            #expect(first.contains("CREATE TABLE public.outbox"))
            try await withMigrator(of: target, on: server) { try await $0.undo(steps: count) }
            #expect(try await server.schema(of: target.name) == empty)
        }
    }

    @Test("two migrators at once take turns, and each file is applied once")
    func twoAtOnce() async throws {
        try await withPreparedServer { server in
            async let first = withMigrator(of: .booking, on: server) { try await $0.apply() }
            async let second = withMigrator(of: .booking, on: server) { try await $0.apply() }
            let (one, other) = (try await first, try await second)
            let files = try checkout.sets(of: .booking).map(\.files.count).reduce(0, +)
            #expect(one + other == files)
            let recorded = try await server.run("SELECT count(*) FROM schema_migrations", in: "bookings_db")
            #expect(recorded == "\(files)")
        }
    }

    @Test("a script that fails leaves nothing of itself, and says which it was and what the server said")
    func failing() async throws {
        let sets = [
            try files("CREATE TABLE one (id int);", "CREATE TABLE two (id int); CREATE TABLE two (id int);")
        ]
        try await withPreparedServer { server in
            let error = await #expect(throws: MigrationFailure.self) {
                try await withMigrator(of: .booking, on: server, sets: sets) { try await $0.apply() }
            }
            #expect(error?.label == "booking/0002_a.sql")
            #expect(error?.description.contains("relation \"two\" already exists") == true)
            #expect(try await tables(on: server) == "one")
            let plan = try await withMigrator(of: .booking, on: server, sets: sets) { try await $0.plan() }
            #expect(plan.pending.map(\.label) == ["booking/0002_a.sql"])
        }
    }

    @Test("a migrator that is killed midway leaves whole steps, and the next one goes on")
    func killed() async throws {
        let sets = [
            try files("CREATE TABLE one (id int);", "CREATE TABLE two (id int); SELECT pg_advisory_xact_lock(7);")
        ]
        try await withPreparedServer { server in
            async let blocker = outcome {
                try await server.run("SELECT pg_advisory_lock(7); SELECT pg_sleep(600)", in: "bookings_db")
            }
            try await wait(until: "the lock is taken") { try await locks(7, granted: true, on: server) == 1 }
            async let migrator = outcome {
                try await withMigrator(of: .booking, on: server, sets: sets) { try await $0.apply() }
            }
            try await wait(until: "the second step waits") { try await locks(7, granted: false, on: server) == 1 }
            try await server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'booking_owner'")
            let killed = await migrator
            #expect(throws: (any Error).self) { try killed.get() }
            #expect(try await tables(on: server) == "one")
            try await server.terminateConnections(to: "bookings_db")
            _ = await blocker
            let rest = try await withMigrator(of: .booking, on: server, sets: sets) { try await $0.apply() }
            #expect(rest == 1)
            #expect(try await tables(on: server) == "one\ntwo")
        }
    }

    @Test("a file that was changed after it was applied is refused by name, and nothing runs")
    func changed() async throws {
        let before = [try files("CREATE TABLE one (id int);")]
        let after = [try files("CREATE TABLE one (id bigint);", "CREATE TABLE two (id int);")]
        try await withPreparedServer { server in
            try await withMigrator(of: .booking, on: server, sets: before) { _ = try await $0.apply() }
            let error = await #expect(throws: MigrationFaults.self) {
                try await withMigrator(of: .booking, on: server, sets: after) { try await $0.apply() }
            }
            #expect(error?.faults == [.changed("booking/0001_a.sql", next: 3)])
            #expect(try await tables(on: server) == "one")
        }
    }

    @Test("a script cannot end its transaction, and one that a policy would narrow fails instead")
    func guarded() async throws {
        try await withPreparedServer { server in
            let commit = [try files("CREATE TABLE one (id int); COMMIT; CREATE TABLE two (id int);")]
            let committing = await #expect(throws: MigrationFailure.self) {
                try await withMigrator(of: .booking, on: server, sets: commit) { try await $0.apply() }
            }
            #expect(committing?.description.contains("EXECUTE of transaction commands") == true)
            #expect(try await tables(on: server).isEmpty)
            let table = """
                CREATE TABLE one (id int); ALTER TABLE one ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                """
            let update = [try files(table, "UPDATE one SET id = 2;")]
            let narrowed = await #expect(throws: MigrationFailure.self) {
                try await withMigrator(of: .booking, on: server, sets: update) { try await $0.apply() }
            }
            #expect(narrowed?.label == "booking/0002_a.sql")
            #expect(narrowed?.description.contains("row-level security") == true)
        }
    }

    @Test("no more is taken back than was applied, and the latest goes first")
    func undo() async throws {
        let sets = [try files("CREATE TABLE one (id int);", "CREATE TABLE two (id int);")]
        try await withPreparedServer { server in
            try await withMigrator(of: .booking, on: server, sets: sets) { _ = try await $0.apply() }
            await #expect(throws: MigrationFaults(faults: [.nothingToUndo(wanted: 3, applied: 2)])) {
                try await withMigrator(of: .booking, on: server, sets: sets) { try await $0.undo(steps: 3) }
            }
            try await withMigrator(of: .booking, on: server, sets: sets) { try await $0.undo(steps: 1) }
            #expect(try await tables(on: server) == "one")
        }
    }

    /// Files that make tables, and drop those named like the first words of a line.
    private func files(_ ups: String...) throws -> MigrationSet {
        let files = try ups.enumerated().map { index, up in
            let word = ["one", "two"][index]
            return try MigrationFile(
                set: "booking", name: "000\(index + 1)_a.sql",
                contents: Array("-- migrate: up\n\(up)\n-- migrate: down\nDROP TABLE \(word);\n".utf8))
        }
        return try MigrationSet(name: "booking", files: files)
    }

    private func tables(on server: PostgresServer) async throws -> String {
        try await server.run(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname IN ('one', 'two') ORDER BY 1",
            in: "bookings_db")
    }

    private func locks(_ key: Int, granted: Bool, on server: PostgresServer) async throws -> Int? {
        Int(
            try await server.run(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = \(key) AND granted = \(granted)")
        )
    }
}

/// What became of something that may fail, for an `async let`.
private func outcome<Value: Sendable>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
    do {
        return .success(try await body())
    } catch {
        return .failure(error)
    }
}
