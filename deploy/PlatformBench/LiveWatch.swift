import EventLoop
import Foundation
import HTTPWire
import LocalPlatform
import ServiceRuntime

/// A WebSocket through the gateway, and what it is told.
// Safety: used on the loop only.
final class LiveWatch: @unchecked Sendable {
    private let stream: TCPStream
    private var received: [UInt8] = []

    init(of running: RunningPlatform, token: String, on loop: Loop) async throws {
        let place = try NameResolution.address(running.gateway)
        stream = try await TCPStream.connect(to: place, on: loop, until: .now + .seconds(10))
        try await stream.send(
            Array(
                """
                GET /api/v1/notifications/stream HTTP/1.1\r\nHost: \(running.gateway)\r\nUpgrade: websocket\r
                Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Authorization: Bearer \(token)\r\n\r\n
                """.utf8))
        let head = try await bytes(through: Array("\r\n\r\n".utf8))
        guard head.starts(with: Array("HTTP/1.1 101 ".utf8)) else {
            throw BenchFault(what: "no WebSocket: \(String(decoding: head, as: UTF8.self))")
        }
    }

    /// Waits for a message of this type about this thing; others are let go.
    func message(about id: String, type: String) async throws {
        while true {
            let text = String(decoding: try await frame(), as: UTF8.self)
            if text.contains(id), text.contains("\"type\":\"\(type)\"") { return }
        }
    }

    func close() {
        stream.close()
    }

    /// The payload of the next frame; servers mask none, and split none of these.
    private func frame() async throws -> [UInt8] {
        let head = try await bytes(2)
        var length = Int(head[1] & 0x7f)
        if length >= 126 {
            length = try await bytes(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        return try await bytes(length)
    }

    private func bytes(_ count: Int) async throws -> [UInt8] {
        while received.count < count { try await receive() }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private func bytes(through marker: [UInt8]) async throws -> [UInt8] {
        while true {
            if received.count >= marker.count {
                for start in 0...(received.count - marker.count)
                where Array(received[start..<(start + marker.count)]) == marker {
                    return try await bytes(start + marker.count)
                }
            }
            try await receive()
        }
    }

    private func receive() async throws {
        let before = received.count
        try await stream.receive(until: .now + .seconds(30)) { span in
            for index in span.indices { received.append(span[index]) }
        }
        guard received.count > before else { throw BenchFault(what: "the WebSocket ended") }
    }
}
