public import EventLoop
public import HTTPServer
import HTTPWire

/// A server on a free port with a handler of the test's, and connections to it.
public struct TestServer: Sendable {
    public let loop: Loop
    public let endpoint: HTTPEndpoint

    public func connect() async throws -> RawConnection {
        try await RawConnection(to: endpoint.address, on: loop)
    }

    /// Sends `request` on a connection of its own and returns everything until the server closes it.
    public func exchange(_ request: String, within limit: Duration = .seconds(30)) async throws -> String {
        let connection = try await connect()
        defer { connection.close() }
        try await connection.send(request)
        return await connection.readToEnd(within: limit).text
    }
}

/// Runs `body` beside a server that answers with `handler`.
public func withServer<Value: Sendable>(
    limits: HTTPServerLimits = .forTests,
    observe: (@Sendable (ServerExchange) -> Void)? = nil, handler: any HTTPHandler = EchoHandler(),
    _ body: @escaping @Sendable (TestServer) async throws -> Value
) async throws -> Value {
    try await withLoop { loop in
        let endpoint = try HTTPEndpoint(
            .loopback(port: 0), on: loop, limits: limits, observe: observe, handler: handler)
        let serving = TaskSet(on: loop)
        serving.add { await endpoint.run() }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(TestServer(loop: loop, endpoint: endpoint)))
        } catch {
            result = .failure(error)
        }
        await endpoint.drain(within: .milliseconds(100))
        await serving.drained()
        return try result.get()
    }
}

extension HTTPServerLimits {
    /// What the tests run with: a connection that was closed early is not waited for long.
    public static let forTests = HTTPServerLimits().with(\.lingerTimeout, .milliseconds(50))

    /// The limits of the tests but for one.
    public static func with<Value>(
        _ limit: WritableKeyPath<HTTPServerLimits, Value>, _ value: Value
    ) -> HTTPServerLimits {
        forTests.with(limit, value)
    }

    private func with<Value>(_ limit: WritableKeyPath<HTTPServerLimits, Value>, _ value: Value) -> HTTPServerLimits {
        var changed = self
        changed[keyPath: limit] = value
        return changed
    }
}

/// Answers with what it was sent: method, path and body.
public struct EchoHandler: HTTPHandler {
    public init() {}

    public func handle(_ exchange: ServerExchange) async throws {
        let body = try await exchange.collectBody(upTo: 1 << 20)
        let text = "\(exchange.head.method.name) \(exchange.head.target.path) \(String(decoding: body, as: UTF8.self))"
        try await exchange.send(Response(.ok, body: .bytes(Array(text.utf8))))
    }
}

/// The parts of a response as a test reads them.
public struct ParsedResponse: Sendable {
    public let status: Int
    public let head: String
    public let body: String

    public init(_ text: String) {
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        head = String(halves.first ?? "")
        body = halves.count > 1 ? String(halves[1]) : ""
        status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    }

    public func has(_ field: String) -> Bool {
        head.lowercased().split(separator: "\r\n").contains { $0 == field.lowercased() }
    }

    public func hasField(named name: String) -> Bool {
        head.lowercased().split(separator: "\r\n").contains { $0.hasPrefix(name.lowercased() + ":") }
    }
}
