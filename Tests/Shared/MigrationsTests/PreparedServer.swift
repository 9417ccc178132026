import LocalPostgres
import Migrations
import PostgresTestKit

/// A server of one's own on which services are prepared: a test that changes a service's own database, and not a copy
/// of it, would otherwise meet others on the shared server.
func withPreparedServer(
    _ services: [ServiceDatabase] = [.booking], _ body: (PostgresServer) async throws -> Void
) async throws {
    let server = try await PostgresServer()
    let result: Result<Void, any Error>
    do {
        for service in services { try await prepare(service, on: server) }
        result = .success(try await body(server))
    } catch {
        result = .failure(error)
    }
    await server.close()
    try result.get()
}

let checkout = ServiceTestDatabase.checkout
