import LocalPostgres
import Postgres
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
}
