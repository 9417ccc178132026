public import EventLoop
import JSON

/// Asks a process of ours how it is, as an orchestrator does. Whatever comes back that is not a plain yes, or nothing, is
/// no.
public struct HealthProbe: Sendable {
    /// How long one answer may take.
    public static let answerMax: Duration = .seconds(2)

    private let address: SocketAddress?

    /// Asks at the place a process listens at; one that listens everywhere is asked over loopback.
    public init(_ place: HostPort) {
        let host =
            switch place.host {
            case "0.0.0.0": "127.0.0.1"
            case "::": "::1"
            default: place.host
            }
        address = SocketAddress(host, port: place.port)
    }

    /// Whether it takes requests. Must be called on `loop`.
    public func isReady(on loop: Loop, until deadline: MonotonicTime) async -> Bool {
        await answer(to: "/health/ready", on: loop, until: deadline)?.isOK ?? false
    }

    /// Whether it reaches the event bus and hears what is published there. Must be called on `loop`.
    public func hears(on loop: Loop, until deadline: MonotonicTime) async -> Bool {
        guard let answer = await answer(to: "/health", on: loop, until: deadline) else { return false }
        return answer.body?["components"]?["eventBus"]?["status"] == .string(HealthStatus.healthy.rawValue)
    }

    /// What came back, to its end: with `Connection: close` the other side says where that is.
    private struct Answer {
        let bytes: [UInt8]

        var isOK: Bool { bytes.starts(with: "HTTP/1.1 200 ".utf8) }

        var body: JSONValue? {
            let emptyLine = Array("\r\n\r\n".utf8)
            guard let end = bytes.firstRange(of: emptyLine)?.upperBound else { return nil }
            // What is no document says nothing.
            return try? JSONValue(parsing: Array(bytes[end...]))
        }
    }

    private static let answerBytesMax = 64 << 10

    private func answer(to path: String, on loop: Loop, until deadline: MonotonicTime) async -> Answer? {
        // Why it did not answer is for its own log to say.
        try? await ask(path, on: loop, until: deadline)
    }

    private func ask(_ path: String, on loop: Loop, until deadline: MonotonicTime) async throws -> Answer? {
        guard let address else { return nil }
        let stream = try await TCPStream.connect(to: address, on: loop, until: deadline)
        defer { stream.close() }
        let request = "GET \(path) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n"
        try await stream.send(Array(request.utf8), until: deadline)
        var received: [UInt8] = []
        while received.count < Self.answerBytesMax {
            let piece = try await stream.receive(until: deadline) { span in span.indices.map { span[$0] } }
            guard !piece.isEmpty else { break }
            received += piece
        }
        return Answer(bytes: received)
    }
}
