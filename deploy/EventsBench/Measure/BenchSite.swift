import ChildProcesses
import EventLoop
import Foundation
import JSON
import KafkaMock
import LocalPostgres
import Migrations
import Postgres

/// Where runs happen: a private server with a migrated database that each run copies, and a broker for each run.
struct BenchSite: Sendable {
    let server: PostgresServer
    let loop: Loop
    /// For sockets and stamps; short, because a socket's path is.
    let folder: String

    /// Starts the server. `root` is the checkout, which has the migrations.
    init(
        durability: PostgresServer.Durability, root: String = FileManager.default.currentDirectoryPath, on loop: Loop
    ) async throws {
        self.loop = loop
        folder = FileManager.default.temporaryDirectory
            .appending(path: "rishi-events-\(getpid())-\(UInt16.random(in: 0 ... .max))").path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Neither a checkpoint nor a vacuum falls into one round and not into another.
        server = try await PostgresServer(
            durability, settings: ["shared_buffers": "256MB", "max_wal_size": "8GB", "checkpoint_timeout": "1h"])
        try await prepare(root)
    }

    func close() async {
        // A folder that stays in the temporary folder is only litter.
        try? FileManager.default.removeItem(atPath: folder)
        await server.close()
    }

    /// Roles, database and tables, as an operator makes them.
    private func prepare(_ root: String) async throws {
        let service = ServiceDatabase.booking
        try await DatabasePreparation(for: service).run(on: loop, passwords: [:]) { database in
            let place = server.database(named: database?.name ?? "postgres")
            return try DatabaseSettings(place.connectionString(), applicationName: "bench")
        }
        let sets = try MigrationSource(root: root).sets(of: service)
        let place = server.database(named: service.name)
        let settings = try DatabaseSettings(
            place.connectionString(as: service.role(.owner)), applicationName: "bench")
        try await withSingleConnection(settings, on: loop) { database in
            _ = try await Migrator(database, of: service, sets: sets).apply()
        }
        try await place.run(BenchTables.creation)
    }

    /// Runs `body` with a database and a broker of its own, which are gone afterwards.
    func withRun<Value: Sendable>(_ body: (BenchRun) async throws -> Value) async throws -> Value {
        try await server.withDatabase(template: ServiceDatabase.booking.name) { database in
            let control = "\(folder)/control"
            let broker = try ChildProcess(
                keeping: [ChildProcess.neighbour("local-broker"), "--control", control])
            let ready = try await broker.report(BrokerReady.self)
            let run = BenchRun(
                site: self, database: database, broker: ready.bootstrapServers.joined(separator: ","), control: control)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(run))
            } catch {
                result = .failure(error)
            }
            await broker.stop()
            return try result.get()
        }
    }
}

/// What local-broker says when it is ready.
private struct BrokerReady: Decodable {
    let bootstrapServers: [String]
}

/// One run's database and broker, and how its parts are started.
struct BenchRun: Sendable {
    let site: BenchSite
    let database: PostgresDatabase
    let broker: String
    let control: String

    var loop: Loop { site.loop }

    /// For a pool of this process.
    func settings(as role: ServiceDatabase.Role) throws -> DatabaseSettings {
        try DatabaseSettings(
            database.connectionString(as: ServiceDatabase.booking.role(role)), applicationName: "bench")
    }

    func start(
        _ command: Arguments.Command, _ options: [String: String] = [:], environment: [String: String] = [:]
    ) throws -> ChildProcess {
        let place = "host=\(database.server.socketFolder) port=\(database.server.port) dbname=\(database.name)"
        return try ChildProcess(
            command, options.merging(["database": place, "broker": broker]) { $1 }, environment: environment)
    }

    func path(_ name: String) -> String { "\(site.folder)/\(name)" }

    /// A command for the broker, such as `down`.
    func tell(_ command: String) async throws {
        let deadline = MonotonicTime.now + EventsBenchLimits.brokerWait
        let answer = try await ControlSocket.ask(command, at: control, on: loop, until: deadline)
        guard answer?.contains("\"ok\":true") == true else {
            throw BenchFault.unreadable("the broker's answer to \(command): \(answer ?? "none")")
        }
    }

    func number(_ query: String) async throws -> Int {
        let text = try await database.run(query)
        guard let number = Int(text) else { throw BenchFault.unreadable("a number: \(text)") }
        return number
    }
}
