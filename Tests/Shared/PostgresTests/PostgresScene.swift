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

    /// Runs `body` and closes everything. `schema` is run first, and a connection is open.
    static func run<Value: Sendable>(
        _ schema: String = "", on ownServer: PostgresServer? = nil, over route: PostgresDatabase.Route = .socket,
        limits: PostgresLimits = .test(),
        _ body: @escaping @Sendable (PostgresScene) async throws -> Value
    ) async throws -> Value {
        var server = ownServer
        if server == nil { server = try await PostgresServer.shared }
        guard let server else { throw PostgresError.closed }
        let database = try await server.database()
        if !schema.isEmpty { try await database.run(schema) }
        return try await withLoop { loop in
            try await open(database.connectionString(over: route), database, on: loop, limits) { scene in
                try await scene.pool.ready(until: .now + .seconds(30))
                return try await body(scene)
            }
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

extension PostgresLimits {
    /// The limits of a pool under test: few connections, and what the test changes.
    static func test(connections: Int = 2, _ change: (inout PostgresLimits) -> Void = { _ in }) -> PostgresLimits {
        var limits = PostgresLimits()
        limits.connections = connections
        limits.reconnectDelayMin = .milliseconds(5)
        limits.reconnectDelayMax = .milliseconds(50)
        change(&limits)
        return limits
    }
}

/// Runs `body` with a pool of one connection whose bytes go through a proxy, which is connected.
func withProxy(
    _ schema: String, limits: PostgresLimits = .test(connections: 1),
    _ body: @escaping @Sendable (PostgresScene, FaultProxy) async throws -> Void
) async throws {
    let server = try await PostgresServer.shared
    let database = try await server.database()
    try await database.run(schema)
    try await withLoop { loop in
        let proxy = try FaultProxy(to: .loopback(port: UInt16(server.port)), on: loop)
        let text = database.connectionString(over: .tcp) + " port=\(proxy.address.port) sslmode=disable"
        try await PostgresScene.open(text, database, on: loop, limits) { scene in
            try await scene.pool.ready(until: .now + .seconds(10))
            try await body(scene, proxy)
        }
        await proxy.stop()
    }
}
