public import LocalPostgres
public import Migrations
import Postgres
import Synchronization
import TestKit

/// The databases that tests copy, each made when it is first asked for.
final class MigratedTemplates: Sendable {
    static let only = MigratedTemplates()

    private let templates = Mutex<[ServiceDatabase: OnceAsync<PostgresServer, any Error>]>([:])

    func server(with service: ServiceDatabase) async throws -> PostgresServer {
        let template = templates.withLock { templates in
            let template = templates[service] ?? OnceAsync()
            templates[service] = template
            return template
        }
        return try await template.value { () async throws in
            let server = try await PostgresServer.shared
            try await prepare(service, on: server)
            try await withMigrator(of: service, on: server) { _ = try await $0.apply() }
            return server
        }
    }
}

/// What `rishi db prepare --run` does, on a private server.
public func prepare(
    _ service: ServiceDatabase, on server: PostgresServer, as administrator: String = PostgresServer.superuser,
    passwords: [String: String] = [:]
) async throws {
    try await withLoop { loop in
        try await DatabasePreparation(for: service).run(on: loop, passwords: passwords) { database in
            let place = server.database(named: database?.name ?? "postgres")
            return try DatabaseSettings(place.connectionString(as: administrator), applicationName: "test preparation")
        }
    }
}

/// Works on the database of `service` as its owner, with the files of the checkout or others.
@discardableResult
public func withMigrator<Value: Sendable>(
    of service: ServiceDatabase, on server: PostgresServer, sets: [MigrationSet]? = nil,
    _ body: @escaping @Sendable (Migrator) async throws -> Value
) async throws -> Value {
    let sets = try sets ?? ServiceTestDatabase.checkout.sets(of: service)
    let place = server.database(named: service.name)
    let settings = try DatabaseSettings(
        place.connectionString(as: service.role(.owner)), applicationName: "test migrator")
    return try await withLoop { loop in
        try await withSingleConnection(settings, on: loop) { database in
            try await body(Migrator(database, of: service, sets: sets))
        }
    }
}
