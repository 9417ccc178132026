import EventLoop
import TestKit

/// A broker that speaks just enough of the protocol to refuse a user's password, and repeats that password while doing
/// so: brokers decide themselves what they put into the text of their errors.
// Safety: made and used on the loop's thread only.
final class RefusingBroker: @unchecked Sendable {
    let address: String
    /// Passwords it was shown.
    private(set) var attempts = 0
    private let listener: TCPListener
    private let connections: TaskSet

    init(on loop: Loop) throws {
        listener = try TCPListener(.loopback(port: 0), on: loop)
        address = "127.0.0.1:\(listener.address.port)"
        connections = TaskSet(on: loop)
    }

    /// Serves until `close`.
    func serve() async {
        // Accepting ends with the listener's being closed.
        while let streams = try? await listener.accept() {
            for stream in streams {
                connections.add { [self] in
                    // A client that goes away ends its conversation, and nothing else.
                    try? await converse(on: stream)
                    stream.close()
                }
            }
        }
        connections.cancelAll()
        await connections.drained()
    }

    func close() {
        listener.close()
    }

    private func converse(on stream: TCPStream) async throws {
        var received: [UInt8] = []
        while true {
            let before = received.count
            try await stream.receive(until: .now + .seconds(60)) { span in
                for index in span.indices { received.append(span[index]) }
            }
            guard received.count > before else { return }
            while let size = Self.frameSize(received) {
                let frame = Array(received[4..<(4 + size)])
                received.removeFirst(4 + size)
                let body = frame[4..<8] + answer(to: frame)
                try await stream.send(Self.int32(body.count) + body, until: .now + .seconds(10))
            }
        }
    }

    private func answer(to frame: [UInt8]) -> [UInt8] {
        switch frame[1] {
        case 18:
            // ApiVersions 3: four requests we know, in the compact form.
            [0, 0, 5]
                + [[0, 18, 0, 0, 0, 3], [0, 17, 0, 0, 0, 1], [0, 36, 0, 0, 0, 0], [0, 3, 0, 0, 0, 4]]
                .flatMap { $0 + [0] } + Self.int32(0) + [0]
        case 17: [0, 0] + Self.int32(1) + Self.text("PLAIN")
        case 36: refusal(of: frame)
        default: []
        }
    }

    /// SaslAuthenticate: error 58, and what the client sent as its explanation.
    private func refusal(of frame: [UInt8]) -> [UInt8] {
        attempts += 1
        let shown = frame.suffix(24).map { $0 == 0 ? UInt8(ascii: ":") : $0 }
        return [0, 58] + Self.text("no such user " + String(decoding: shown, as: UTF8.self)) + Self.int32(0)
    }

    private static func frameSize(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        let size = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return size >= 8 && bytes.count >= 4 + size ? size : nil
    }

    private static func int32(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func text(_ text: String) -> [UInt8] {
        [UInt8(truncatingIfNeeded: text.utf8.count >> 8), UInt8(truncatingIfNeeded: text.utf8.count)] + Array(text.utf8)
    }
}
