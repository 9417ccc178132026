public import EventLoop
public import Postgres

/// A database through one connection, for as long as `body` works with it: what an operator's command needs. Must be
/// called on `loop`.
public func withSingleConnection<Value>(
    _ settings: DatabaseSettings, on loop: Loop, connectMax: Duration = MigrationLimits.connectMax,
    _ body: (Database) async throws -> Value
) async throws -> Value {
    let blocking = try BlockingThread(name: "postgres")
    defer { blocking.stop() }
    var limits = PostgresLimits()
    limits.connections = 1
    limits.unitTimeout = MigrationLimits.migrationMax
    limits.waitTimeout = connectMax
    let database = Database(settings, on: loop, blocking: blocking, limits: limits)
    let result: Result<Value, any Error>
    do {
        do {
            try await database.ready(until: loop.now + connectMax)
        } catch {
            throw ConnectionRefusal(place: settings.description, cause: database.connectFailure ?? error)
        }
        result = .success(try await body(database))
    } catch {
        result = .failure(error)
    }
    await database.close()
    return try result.get()
}

/// The database could not be reached, or would not have us.
public struct ConnectionRefusal: Error, CustomStringConvertible {
    /// Host, port, database and user.
    public let place: String
    public let cause: PostgresError

    /// What to look at first.
    public var description: String {
        let advice: String
        if case .connectFailed(let state?) = cause {
            switch state.description {
            case "3D000": advice = "there is no such database: run `rishi db prepare` first"
            case "28P01", "28000": advice = "no such role, or not with this password"
            case "42501": advice = "this role may not connect to this database"
            default: advice = "the server refused it"
            }
        } else {
            advice = "nobody answers there"
        }
        return "cannot connect to \(place): \(advice) (\(cause))"
    }
}
