import EventLoop
import HTTPServer
import HTTPWire
import TestKit
import Testing

@testable import GatewayCore

@Suite("The gateway's proxy")
struct GatewayProxyTests {
    private let booking = "/api/v1/bookings/0190a6c2-7b1e-7cc3-98c4-dc0c0c073992"

    /// Runs `body` with a gateway in front of a service that says exactly `answer`, and then closes or stays silent.
    private func withScript(
        _ answer: String, closes: Bool = true, settings: [String: String] = [:],
        _ body: @escaping @Sendable (TestGateway) async throws -> Void
    ) async throws {
        try await withLoop { loop in
            let listener = try TCPListener(.loopback(port: 0), on: loop)
            let serving = TaskSet(on: loop)
            serving.add {
                // Ends when the listener is closed.
                while let streams = try? await listener.accept() {
                    for stream in streams {
                        serving.add {
                            // What the peer does with the script is the test's business.
                            try? await stream.receive { _ in }
                            // A peer that is gone gets no answer.
                            try? await stream.send(Array(answer.utf8))
                            // Held until the peer is done, or the test is.
                            if !closes { try? await stream.receive(until: .now + .seconds(20)) { _ in } }
                            stream.close()
                        }
                    }
                }
            }
            var settings = settings
            settings["RISHI_UPSTREAM_BOOKING"] = listener.address.description
            try await withGateway(settings, service: EchoHandler()) { gateway, _ in try await body(gateway) }
            listener.close()
            await serving.drained()
        }
    }

    @Test(
        "row 126: an answer that is no HTTP we accept is 502, whatever is wrong with it",
        arguments: [
            "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 99 Low\r\n\r\n",
            "HTTP/1.1 200 OK\r\nBad Header: x\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
            "",
        ])
    func badAnswers(answer: String) async throws {
        try await withScript(answer) { gateway in
            let response = try await gateway.authorized(booking)
            #expect(response.status == 502)
            #expect(response.body.contains(#""code":"bad_gateway""#))
        }
    }

    @Test("row 123: a service that is not there is 502, row 124: one that is silent 504")
    func absent() async throws {
        try await withGateway(["RISHI_UPSTREAM_BOOKING": "127.0.0.1:1"], service: EchoHandler()) { gateway, _ in
            let response = try await gateway.authorized(booking)
            #expect(response.status == 502)
        }
        let settings = ["RISHI_TIMEOUT_FIRST_BYTE": "100ms", "RISHI_TIMEOUT_CONNECT": "100ms"]
        try await withScript("", closes: false, settings: settings) { gateway in
            let response = try await gateway.authorized(booking)
            #expect(response.status == 504)
            #expect(response.hasField(named: "retry-after"))
        }
    }

    @Test(
        "row 125: an answer that the service breaks off breaks the client's connection: no clean end",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        ])
    func brokenOff(answer: String) async throws {
        try await withScript(answer) { gateway in
            let connection = try await gateway.connect()
            try await connection.send(
                "GET \(booking) HTTP/1.1\r\nHost: x\r\n\(try TestGateway.bearer())\r\n\r\n")
            let (text, end) = await connection.readToEnd()
            #expect(end == .reset)
            #expect(!text.hasSuffix("0\r\n\r\n"))
            connection.close()
        }
    }

    @Test("a body of unknown length passes in chunks both ways, and the connection goes on")
    func chunked() async throws {
        let streamer = ResponseFunction { exchange in
            let body = try await exchange.collectBody(upTo: 1 << 20)
            return Response(
                .ok,
                body: .stream(length: nil) { writer in
                    try await writer.write(body)
                    try await writer.write(Array("|end".utf8))
                })
        }
        try await withGateway(service: streamer) { gateway, _ in
            let connection = try await gateway.connect()
            for _ in 0..<2 {
                try await connection.send(
                    "POST /api/v1/bookings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                        + "\(try TestGateway.bearer())\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
                let text = try await connection.read(through: "0\r\n\r\n")
                #expect(text.contains("Transfer-Encoding: chunked"))
                #expect(text.contains("abcdefg"))
                #expect(text.contains("|end"))
            }
            connection.close()
        }
    }

    @Test("row 133: a client that does not read holds the service back instead of filling the gateway")
    func backPressure() async throws {
        let produced = Recorded(0)
        let flood = ResponseFunction { _ in
            Response(
                .ok,
                body: .stream(length: nil) { writer in
                    for _ in 0..<1000 {
                        try await writer.write([UInt8](repeating: 65, count: 64 << 10))
                        produced.update { $0 += 1 }
                    }
                })
        }
        try await withGateway(service: flood) { gateway, service in
            let connection = try await gateway.connect()
            try await connection.send("GET \(booking) HTTP/1.1\r\nHost: x\r\n\(try TestGateway.bearer())\r\n\r\n")
            _ = try await connection.read(through: "\r\n\r\n")
            var before = -1
            try await wait(until: "the flood stands still", within: .seconds(20)) {
                try await gateway.loop.sleep(for: .milliseconds(100))
                defer { before = produced.value }
                return produced.value == before && before > 0
            }
            #expect(produced.value < 500, "the kernel's buffers hold a few megabytes, not sixty-four")
            connection.close()
            try await wait(until: "the service is let go") { service.endpoint.connectionCount == 0 }
        }
    }

    @Test("row 131: a client that vanishes ends its request at the service")
    func vanished() async throws {
        let started = Signal()
        let ended = Signal()
        let stuck = ResponseFunction { exchange in
            await started.set()
            do {
                try await exchange.loop.sleep(for: .seconds(3600))
            } catch {
                await ended.set()
                throw error
            }
            return Response(.ok)
        }
        try await withGateway(service: stuck) { gateway, _ in
            let connection = try await gateway.connect()
            try await connection.send("GET \(booking) HTTP/1.1\r\nHost: x\r\n\(try TestGateway.bearer())\r\n\r\n")
            await started.wait()
            connection.stream.reset()
            await ended.wait()
        }
    }

    @Test("row 111: a tunnel opens only when the service answered the client's own key, and carries bytes both ways")
    func tunnel() async throws {
        let accepting = ResponseFunction { _ in
            var response = Response(.switchingProtocols)
            response.fields.append(.upgrade, literal: "websocket")
            // The accept value of the sample key of RFC 6455, section 1.3.
            response.fields.append(.secWebSocketAccept, literal: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            response.body = .upgrade { connection in
                // A broken tunnel ends the echo.
                try? await connection.stream.send(Array("hello ".utf8) + connection.early)
                while true {
                    // So it does while waiting for more.
                    let bytes = (try? await connection.stream.receive { span in span.indices.map { span[$0] } }) ?? []
                    if bytes.isEmpty { return }
                    // The next receive meets the fault that this send met.
                    try? await connection.stream.send(bytes)
                }
            }
            return response
        }
        try await withGateway(service: accepting) { gateway, _ in
            func open(key: String) async throws -> RawConnection {
                let connection = try await gateway.connect()
                try await connection.send(
                    "GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n\r\nearly")
                return connection
            }
            let good = try await open(key: "dGhlIHNhbXBsZSBub25jZQ==")
            let head = try await good.read(through: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 101 "))
            #expect(head.lowercased().contains("connection: upgrade"))
            let greeting = try await good.read(through: "early")
            #expect(greeting.hasPrefix("hello "))
            try await good.send("more")
            #expect(try await good.read(through: "more").hasSuffix("more"))
            good.close()
            let other = try await open(key: "AAAAAAAAAAAAAAAAAAAAAA==")
            #expect(try await other.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 502 "))
            other.close()
        }
    }

    @Test(
        "rows 109 and 110: a handshake that keeps not to the rules is refused before the service sees it",
        arguments: [
            ("Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", 426),
            ("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short", 400),
            ("Sec-WebSocket-Version: 13", 400),
        ])
    func badHandshakes(fields: String, status: Int) async throws {
        try await withGateway(service: EchoHandler()) { gateway, _ in
            let response = try await gateway.exchange(
                "GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade, close\r\n\(fields)\r\n\r\n")
            #expect(response.status == status)
            #expect(status != 426 || response.has("sec-websocket-version: 13"))
        }
    }

    @Test("a stop lets the request under way finish and takes no new one")
    func drain() async throws {
        let started = Signal()
        let gate = Signal()
        let slow = ResponseFunction { _ in
            await started.set()
            await gate.wait()
            return Response(.ok, body: .bytes(Array("done".utf8)))
        }
        let text = Recorded("")
        try await withGateway(["RISHI_DRAIN": "10s"], service: slow) { gateway, _ in
            let connection = try await gateway.connect()
            try await connection.send("GET \(booking) HTTP/1.1\r\nHost: x\r\n\(try TestGateway.bearer())\r\n\r\n")
            await started.wait()
            let reading = TaskSet(on: gateway.loop)
            reading.add {
                let read = await connection.readToEnd().text
                text.update { $0 = read }
                connection.close()
            }
            // The gateway is told to stop when this body ends; the service answers only then.
            reading.add {
                // A cancelled pause only lets the answer come sooner.
                try? await gateway.loop.sleep(for: .milliseconds(100))
                await gate.set()
            }
        }
        try await wait(until: "the answer is read") { text.value.hasSuffix("done") }
        #expect(text.value.contains("Connection: close"))
    }
}
