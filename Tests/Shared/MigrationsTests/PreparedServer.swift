import EventLoop
import Foundation
import LocalPostgres
import Postgres
import TestKit
import Testing

@testable import Migrations

/// The checkout that the tests were compiled from.
let checkout = MigrationSource(
    root: URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL.path(percentEncoded: false))

/// Runs `body` with one connection on a loop of its own.
func withConnection<Value: Sendable>(
    to text: String, _ body: @escaping @Sendable (Database) async throws -> Value
) async throws -> Value {
    try await withLoop { loop in
        try await withSingleConnection(try DatabaseSettings(text, applicationName: "tests"), on: loop, body)
    }
}

/// A server of one's own on which `rishi db prepare --run` has run: the roles and databases have fixed names, so that
/// two tests on one server would meet.
func withPreparedServer(
    _ targets: [ServiceDatabase] = [.booking], _ body: (PostgresServer) async throws -> Void
) async throws {
    let server = try await PostgresServer()
    let result: Result<Void, any Error>
    do {
        for target in targets { try await prepare(target, on: server) }
        result = .success(try await body(server))
    } catch {
        result = .failure(error)
    }
    await server.close()
    try result.get()
}

func prepare(_ target: ServiceDatabase, on server: PostgresServer, passwords: [String: String] = [:]) async throws {
    try await withLoop { loop in
        try await DatabasePreparation(for: target).run(on: loop, password: { passwords[$0] }) { database in
            let place = server.database(named: database?.name ?? "postgres")
            return try DatabaseSettings(place.connectionString(), applicationName: "tests")
        }
    }
}

/// Works on the database of `target` as its owner.
func withMigrator<Value: Sendable>(
    of target: ServiceDatabase, on server: PostgresServer, sets: [MigrationSet]? = nil,
    _ body: @escaping @Sendable (Migrator) async throws -> Value
) async throws -> Value {
    let sets = try sets ?? checkout.sets(of: target)
    let place = server.database(named: target.name)
    return try await withConnection(to: place.connectionString(as: target.role(.owner))) { database in
        try await body(Migrator(database, of: target, sets: sets))
    }
}
