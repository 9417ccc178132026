/// What answers requests. It is called on the connection's loop and must answer before it returns, by one of the
/// exchange's `send` functions; what it throws instead becomes a problem document.
public protocol HTTPHandler: Sendable {
    func handle(_ exchange: ServerExchange) async throws
}

/// A handler made of a function from request to response.
public struct ResponseFunction: HTTPHandler {
    private let respond: @Sendable (ServerExchange) async throws -> Response

    public init(_ respond: @escaping @Sendable (ServerExchange) async throws -> Response) {
        self.respond = respond
    }

    public func handle(_ exchange: ServerExchange) async throws {
        try await exchange.send(try await respond(exchange))
    }
}
