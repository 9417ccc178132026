public import EventLoop

/// Asks a process of ours whether it is ready, as an orchestrator does: `GET /health/ready`, and 200 is yes. Whatever
/// else comes back, or nothing, is no.
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

    /// One question. Must be called on `loop`.
    public func isReady(on loop: Loop, until deadline: MonotonicTime) async -> Bool {
        // Why it did not answer is for its own log to say.
        (try? await status(on: loop, until: deadline)) == Self.ready
    }

    private static let ready = Array("HTTP/1.1 200 ".utf8)

    /// The first bytes of the answer.
    private func status(on loop: Loop, until deadline: MonotonicTime) async throws -> [UInt8] {
        guard let address else { return [] }
        let stream = try await TCPStream.connect(to: address, on: loop, until: deadline)
        defer { stream.close() }
        let request = "GET /health/ready HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n"
        try await stream.send(Array(request.utf8), until: deadline)
        var received: [UInt8] = []
        while received.count < Self.ready.count {
            let piece = try await stream.receive(until: deadline) { span in
                span.indices.prefix(Self.ready.count).map { span[$0] }
            }
            guard !piece.isEmpty else { break }
            received += piece
        }
        return Array(received.prefix(Self.ready.count))
    }
}
