import Bytes
import EventLoop
import HTTPServer
import HTTPWire
import Observability
import Streaming
import TestKit

/// A WebSocket client that says exactly what a test wants said, and reads what comes as frames.
// Safety: used on its loop only; its stream checks it.
final class RawWebSocket: @unchecked Sendable {
    let stream: TCPStream
    private var machine = WebSocketMachine(role: .client(maskingKeys: { 0x0403_0201 }))
    private var input: [UInt8] = []
    private var position = 0

    /// The server answered something else than 101.
    struct NoHandshake: Error {
        let answer: String
    }

    /// How the conversation went, as a test compares it.
    enum Heard: Equatable, Sendable {
        case text(String)
        case binary(Int)
        case ping
        case pong(String)
        case close(UInt16?)
        case end(RawConnection.End)
    }

    static let request =
        "GET /live HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

    /// Connects and shakes hands; `early` is sent in one piece with the request.
    init(to server: TestServer, early: [UInt8] = []) async throws {
        stream = try await TCPStream.connect(to: server.endpoint.address, on: server.loop, until: .now + .seconds(5))
        try await stream.send(Array(Self.request.utf8) + early, until: .now + .seconds(5))
        var head: [UInt8] = []
        while true {
            if let end = Self.endOfHead(head) {
                input = Array(head[end...])
                break
            }
            try await stream.receive(until: .now + .seconds(30)) { head.append(span: $0) }
        }
        guard head.starts(with: "HTTP/1.1 101 ".utf8) else {
            throw NoHandshake(answer: String(decoding: head, as: UTF8.self))
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await stream.send(bytes, until: .now + .seconds(30))
    }

    func send(text: String) async throws {
        var out: [UInt8] = []
        try machine.send(text: text, into: &out)
        try await send(out)
    }

    func close(_ code: WebSocketCloseCode) async throws {
        var out: [UInt8] = []
        machine.close(WebSocketClose(code: code), into: &out)
        try await send(out)
    }

    /// What comes next. Pings are not answered and closes neither, unless `answering`.
    func next(within limit: Duration = .seconds(30), answering: Bool = false) async -> Heard {
        let deadline = MonotonicTime.now + limit
        do {
            while true {
                var replies: [UInt8] = []
                let bytes = input
                if let event = machine.receive(bytes.span, from: &position, replies: &replies) {
                    if answering, !replies.isEmpty { try await send(replies) }
                    return Self.heard(event)
                }
                input = []
                position = 0
                var isEnd = false
                try await stream.receive(until: deadline) { span in
                    isEnd = span.count == 0
                    input.append(span: span)
                }
                if isEnd { return .end(.closed) }
            }
        } catch StreamFault.deadline {
            return .end(.stillOpen)
        } catch {
            return .end(.reset)
        }
    }

    /// Everything to the end of the connection.
    func rest(within limit: Duration = .seconds(30), answering: Bool = false) async -> [Heard] {
        var heard: [Heard] = []
        while true {
            let next = await next(within: limit, answering: answering)
            heard.append(next)
            if case .end = next { return heard }
            // Behind a close nothing is read as frames.
            if case .close = next { return heard + [await end(within: limit)] }
        }
    }

    private func end(within limit: Duration) async -> Heard {
        do {
            while try await stream.receive(until: .now + limit, { $0.count }) > 0 {}
            return .end(.closed)
        } catch StreamFault.deadline {
            return .end(.stillOpen)
        } catch {
            return .end(.reset)
        }
    }

    private static func heard(_ event: WebSocketEvent) -> Heard {
        switch event {
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        case .binary(let bytes): .binary(bytes.count)
        case .ping: .ping
        case .pong(let bytes): .pong(String(decoding: bytes, as: UTF8.self))
        case .closed(let close): .close(close.code?.rawValue)
        case .failed(let fault): .text("the server broke a rule: \(fault.label)")
        }
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (4...bytes.count).first { Array(bytes[($0 - 4)..<$0]) == [13, 10, 13, 10] }
    }
}

/// One frame as a client sends it, or as none should.
func frame(_ first: UInt8, _ payload: [UInt8] = [], masked: Bool = true) -> [UInt8] {
    var bytes = [first]
    let mask: UInt8 = masked ? 0x80 : 0
    switch payload.count {
    case ...125: bytes.append(mask | UInt8(payload.count))
    case ...0xffff: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
    default: bytes += [mask | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
    }
    guard masked else { return bytes + payload }
    let key: [UInt8] = [1, 2, 3, 4]
    return bytes + key + payload.enumerated().map { $1 ^ key[$0 & 3] }
}

/// Answers every request with a session served by a function of the test's.
struct SessionHandler: HTTPHandler {
    let settings: WebSocketSettings
    let lifetime: Duration?
    let serve: @Sendable (WebSocketSession) async throws -> Void

    func handle(_ exchange: ServerExchange) async throws {
        let expiresAt = lifetime.map { exchange.loop.now + $0 } ?? .never
        try await exchange.send(try .webSocket(on: exchange, settings, expiresAt: expiresAt, serve: serve))
    }
}

/// A server of sessions, with what it counts.
struct Sessions: Sendable {
    private var settings = WebSocketSettings { $0 != "https://evil.example" }
    private let lifetime: Duration?
    private let serve: @Sendable (WebSocketSession) async throws -> Void
    private let counts = Counts()

    init(
        _ limits: StreamLimits = .with(\.closeTimeout, .seconds(2)), lifetime: Duration? = nil,
        subprotocols: [String] = [], serve: @escaping @Sendable (WebSocketSession) async throws -> Void
    ) {
        self.lifetime = lifetime
        self.serve = serve
        settings.limits = limits
        settings.messages = WebSocketLimits(messageBytesMax: 1 << 16, frameBytesMax: 1 << 16, fragmentsMax: 100)
        settings.subprotocols = subprotocols
        settings.metrics = StreamMetrics(counts.registry, .webSocket)
    }

    func run(_ body: @escaping @Sendable (TestServer, Counts) async throws -> Void) async throws {
        let handler = SessionHandler(settings: settings, lifetime: lifetime, serve: serve)
        try await withServer(handler: handler) { [counts] server in try await body(server, counts) }
    }
}

extension StreamLimits {
    /// The limits of the tests but for one: what waits for a peer waits shortly.
    static func with<Value>(_ limit: WritableKeyPath<StreamLimits, Value>, _ value: Value) -> StreamLimits {
        StreamLimits().with(\.closeTimeout, .seconds(2)).with(\.lingerTimeout, .milliseconds(300)).with(limit, value)
    }

    func with<Value>(_ limit: WritableKeyPath<StreamLimits, Value>, _ value: Value) -> StreamLimits {
        var changed = self
        changed[keyPath: limit] = value
        return changed
    }
}

/// Sends back whatever comes.
@Sendable func echo(_ session: WebSocketSession) async {
    for await message in session.messages {
        switch message {
        case .text(let text): session.send(text: text)
        case .binary(let bytes): session.send(binary: bytes)
        }
        await session.flushed()
    }
}

/// What streams have counted.
final class Counts: Sendable {
    let registry = MetricsRegistry()

    /// Whether a series stands at a value.
    func has(_ series: String, _ value: Int) -> Bool {
        var bytes: [UInt8] = []
        registry.expose(to: &bytes)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains("\(series) \(value)")
    }

    /// Whether one stream has ended for this reason, and none is open.
    func ended(_ reason: String, _ transport: String = "websocket") -> Bool {
        has("streams_ended_total{transport=\"\(transport)\",reason=\"\(reason)\"}", 1)
            && has("streams_open{transport=\"\(transport)\"}", 0)
    }
}
