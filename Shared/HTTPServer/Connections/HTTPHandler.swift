/// What answers requests. It is called on the connection's loop and must answer before it returns, by one of the
/// exchange's `send` functions; what it throws instead becomes a problem document.
public protocol HTTPHandler: Sendable {
    func handle(_ exchange: ServerExchange) async throws

    /// Lets go of what the handler holds for its requests, such as connections to others. Called once, on the loop, when
    /// the endpoint has served its last.
    func close() async
}

extension HTTPHandler {
    /// Most handlers hold nothing.
    public func close() async {}
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
