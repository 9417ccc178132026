import EventLoop
import Foundation
import LocalPostgres
import Migrations
import Postgres

/// The server that both clients are measured on: private, durable, migrated, filled.
enum BenchServer {
    /// Where it is, as `serve` prints it.
    struct Place: Codable {
        let socketFolder: String
        let port: Int
        let database: String
        let user: String
        let version: String
        let bookings: Int
    }

    /// The defaults of the package but for three things: the data fits into the buffers, and neither a checkpoint nor a
    /// vacuum falls into one round and not into another.
    private static let settings = [
        "shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "1h", "autovacuum": "off",
    ]

    /// Says where the server is once it is filled, and stays until the program is ended, which ends the server.
    static func run(bookings: Int) throws {
        try Loop.runMain { loop in
            let server = try await PostgresServer(.durable, settings: settings)
            try await prepare(server, on: loop)
            let database = server.database(named: ServiceDatabase.booking.name)
            try await database.run(Seed.functions)
            try await database.run(Seed.rows(bookings))
            let version = try await server.run("SELECT current_setting('server_version'), current_setting('fsync')")
            try Main.printLine(
                Place(
                    socketFolder: server.socketFolder, port: server.port, database: database.name,
                    user: ServiceDatabase.booking.role(.app), version: version, bookings: bookings))
            try await loop.sleep(for: .seconds(86_400))
        }
    }

    /// Roles, database and tables, as an operator makes them.
    private static func prepare(_ server: PostgresServer, on loop: Loop) async throws {
        let service = ServiceDatabase.booking
        func administrator(of database: ServiceDatabase?) throws -> DatabaseSettings {
            let place = server.database(named: database?.name ?? "postgres")
            return try DatabaseSettings(place.connectionString(), applicationName: "bench")
        }
        // The socket asks for no password.
        try await DatabasePreparation(for: service).run(
            on: loop, passwords: [:], settings: administrator(of:))
        let root = FileManager.default.currentDirectoryPath
        let sets = try MigrationSource(root: root).sets(of: service)
        let place = server.database(named: service.name)
        let settings = try DatabaseSettings(
            place.connectionString(as: service.role(.owner)), applicationName: "bench")
        try await withSingleConnection(settings, on: loop) { database in
            _ = try await Migrator(database, of: service, sets: sets).apply()
        }
    }
}
