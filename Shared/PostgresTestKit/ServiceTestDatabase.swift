// PostgresTestKit: a service's real database for one test, with its roles, in a few milliseconds.
//
// Model: the first test of a process that asks for a service's database has it prepared and migrated on the shared
// server (LocalPostgres), as `rishi db prepare` and `rishi db migrate` do it; every test then gets a copy of its own.
// The roles belong to the server, so all copies have the same three, and the socket asks for no password.
// Failure: what the server or a migration refuses is thrown by every test that needs that service.
// Not here: rows. A test brings its own.

import Foundation
public import LocalPostgres
public import Migrations
public import Postgres

/// A migrated database of one service that belongs to one test.
public struct ServiceTestDatabase: Sendable {
    public let service: ServiceDatabase
    /// For scripts, as any role: `try await test.database.run("SELECT …", as: "booking_app")`.
    public let database: PostgresDatabase

    /// What a pool connects with.
    public func settings(
        as role: ServiceDatabase.Role = .app, over route: PostgresDatabase.Route = .socket
    ) throws -> DatabaseSettings {
        try DatabaseSettings(
            database.connectionString(as: service.role(role), over: route), applicationName: "test \(role.rawValue)")
    }

    /// Runs a script through psql as one of the service's roles.
    @discardableResult
    public func run(_ sql: String, as role: ServiceDatabase.Role) async throws -> String {
        try await database.run(sql, as: service.role(role))
    }

    /// The checkout that this file was compiled from.
    public static let checkout = MigrationSource(
        root: URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL.path(percentEncoded: false))
}

/// Runs `body` with a copy of a service's migrated database, which is gone afterwards.
public func withServiceDatabase<Value: Sendable>(
    _ service: ServiceDatabase, _ body: (ServiceTestDatabase) async throws -> Value
) async throws -> Value {
    let server = try await MigratedTemplates.only.server(with: service)
    return try await server.withDatabase(template: service.name) { database in
        try await body(ServiceTestDatabase(service: service, database: database))
    }
}
