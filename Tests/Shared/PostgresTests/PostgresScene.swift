import EventLoop
import LocalPostgres
import Postgres
import TestKit

/// A database of one's own on the shared server, and a pool for it on a loop of its own.
struct PostgresScene: Sendable {
    let loop: Loop
    let pool: Database
    let server: PostgresDatabase
    let blocking: BlockingThread

    /// Runs `body` and closes everything. `schema` is run first.
    static func run<Value: Sendable>(
        _ schema: String = "", on ownServer: PostgresServer? = nil, over route: PostgresDatabase.Route = .socket,
        _ change: @escaping @Sendable (inout PostgresLimits) -> Void = { _ in },
        _ body: @escaping @Sendable (PostgresScene) async throws -> Value
    ) async throws -> Value {
        var server = ownServer
        if server == nil { server = try await PostgresServer.shared }
        guard let server else { throw PostgresError.closed }
        let database = try await server.database()
        if !schema.isEmpty { try await database.run(schema) }
        var limits = PostgresLimits()
        limits.connections = 2
        change(&limits)
        let final = limits
        return try await withLoop { loop in
            try await open(database.connectionString(over: route), database, on: loop, final, body)
        }
    }

    /// Runs `body` with a pool that connects as `text` says, which need not be the server itself.
    static func open<Value: Sendable>(
        _ text: String, _ database: PostgresDatabase, on loop: Loop, _ limits: PostgresLimits,
        _ body: @Sendable (PostgresScene) async throws -> Value
    ) async throws -> Value {
        let blocking = try BlockingThread(name: "test-blocking")
        let pool = Database(
            try DatabaseSettings(text, applicationName: "tests"), on: loop, blocking: blocking, limits: limits)
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await body(PostgresScene(loop: loop, pool: pool, server: database, blocking: blocking)))
        } catch {
            result = .failure(error)
        }
        await pool.close(by: loop.now + .seconds(5))
        await Task.detached { blocking.stop() }.value
        return try result.get()
    }
}

/// How the work failed; nil when it did not.
func failure<Value>(_ work: () async throws -> Value) async -> PostgresError? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error as? PostgresError
    }
}

extension PostgresError {
    /// The constraint that a statement violated.
    var constraint: String? { report?.constraint }
}
