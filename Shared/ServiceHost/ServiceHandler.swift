import EventLoop
import HTTPServer
import Postgres

/// The routes of a service on one loop, with the connections that answer them. The connections end when the last answer
/// has been given.
struct ServiceHandler: HTTPHandler {
    let router: Router
    let database: Database

    func handle(_ exchange: ServerExchange) async throws {
        try await router.handle(exchange)
    }

    func close() async {
        await database.close(by: .now + HostLimits.poolCloseMax)
    }
}
