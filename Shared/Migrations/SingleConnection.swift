public import EventLoop
public import Postgres

/// A database through one connection, for as long as `body` works with it: what an operator's command needs. Must be
/// called on `loop`.
public func withSingleConnection<Value>(
    _ settings: DatabaseSettings, on loop: Loop, _ body: (Database) async throws -> Value
) async throws -> Value {
    let blocking = try BlockingThread(name: "postgres")
    defer { blocking.stop() }
    var limits = PostgresLimits()
    limits.connections = 1
    limits.unitTimeout = MigrationLimits.migrationMax
    limits.waitTimeout = MigrationLimits.connectMax
    let database = Database(settings, on: loop, blocking: blocking, limits: limits)
    let result: Result<Value, any Error>
    do {
        try await database.ready(until: loop.now + MigrationLimits.connectMax)
        result = .success(try await body(database))
    } catch {
        result = .failure(error)
    }
    await database.close()
    return try result.get()
}
