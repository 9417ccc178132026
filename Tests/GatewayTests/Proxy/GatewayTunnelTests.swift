import EventLoop
import HTTPServer
import HTTPWire
import TestKit
import Testing

@testable import GatewayCore

@Suite("How a tunnel through the gateway ends")
struct GatewayTunnelTests {
    /// Agrees to the sample key of RFC 6455, section 1.3, and then says nothing until its end is told.
    static let silent = ResponseFunction { _ in
        var response = Response(.switchingProtocols)
        response.fields.append(.upgrade, literal: "websocket")
        response.fields.append(.secWebSocketAccept, literal: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        response.body = .upgrade { connection in
            // The end of the tunnel is all that is waited for.
            _ = try? await connection.stream.receive { $0.count }
        }
        return response
    }

    static func handshake(_ path: String, _ token: String) -> String {
        "GET \(path) HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\(token)\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    }

    @Test("a tunnel ends with the token it was opened with, not with the leeway of half a minute")
    func tokenEnds() async throws {
        try await withGateway(service: Self.silent) { gateway, service in
            let connection = try await gateway.connect()
            try await connection.send(Self.handshake("/socket.io/?EIO=4", try TestGateway.bearer(expiresIn: 2)))
            #expect(try await connection.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
            #expect(await connection.readToEnd(within: .seconds(20)).end != .stillOpen)
            connection.close()
            try await wait(until: "the service is let go") { service.endpoint.connectionCount == 0 }
        }
    }

    @Test("a stream of events ends with its token as well, and what was told is whole")
    func eventsEnd() async throws {
        let events = ResponseFunction { _ in
            var response = Response(.ok)
            response.fields.append(.contentType, literal: "text/event-stream")
            response.body = .stream(length: nil) { writer in
                try await writer.write(Array("data: one\n\n".utf8))
                await waitForCancellation()
            }
            return response
        }
        try await withGateway(service: events) { gateway, service in
            let connection = try await gateway.connect()
            try await connection.send(
                "GET /api/v1/notifications/stream HTTP/1.1\r\nHost: x\r\n\(try TestGateway.bearer(expiresIn: 2))\r\n\r\n"
            )
            let start = MonotonicTime.now
            #expect(try await connection.read(through: "data: one\n\n\r\n").hasPrefix("HTTP/1.1 200 "))
            #expect(try await connection.read(through: "0\r\n\r\n") == "0\r\n\r\n")
            #expect(MonotonicTime.now - start < .seconds(20))
            connection.close()
            try await wait(until: "the service is let go") { service.endpoint.connectionCount == 0 }
        }
    }

    @Test("a tunnel in which both sides are silent ends")
    func silence() async throws {
        try await withGateway(["RISHI_TIMEOUT_IDLE": "50ms"], service: Self.silent) { gateway, service in
            let connection = try await gateway.connect()
            try await connection.send(Self.handshake("/api/v1/notifications", try TestGateway.bearer()))
            #expect(try await connection.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
            #expect(await connection.readToEnd(within: .seconds(20)).end != .stillOpen)
            connection.close()
            try await wait(until: "the service is let go") { service.endpoint.connectionCount == 0 }
        }
    }
}
