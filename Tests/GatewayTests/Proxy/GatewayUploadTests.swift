import EventLoop
import HTTPServer
import HTTPWire
import JSON
import Observability
import TestKit
import Testing

@testable import GatewayCore

@Suite("Bodies that arrive slowly")
struct GatewayUploadTests {
    private static let bookings = "/api/v1/bookings"
    private static let unlimited = [
        "RISHI_LIMIT_REQUESTS": "1000000/1s", "RISHI_LIMIT_WRITES": "1000000/1s",
        "RISHI_LIMIT_ORGANIZATION": "1000000/1s", "RISHI_LIMIT_CONCURRENT": "1000000",
    ]
    private static let large = 1 << 20

    private static func another() throws -> String {
        try TestGateway.bearer { $0["sub"] = .string("0190a6c2-7b1e-7cc3-98c4-dc0c0c073999") }
    }

    /// Begins `count` uploads of `length` bytes, of which `sent` are sent.
    private func begin(
        _ count: Int, length: Int, sent: Int, at gateway: TestGateway, _ token: String
    ) async throws -> [RawConnection] {
        let head = "POST \(Self.bookings) HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\(token)\r\n\r\n"
        let bytes = Array(head.utf8) + [UInt8](repeating: 65, count: sent)
        var uploads: [RawConnection] = []
        for _ in 0..<count {
            let connection = try await gateway.connect()
            uploads.append(connection)
            try await connection.send(bytes)
        }
        return uploads
    }

    private func expectServed(_ gateway: TestGateway) async throws {
        let before = MonotonicTime.now
        #expect(try await gateway.get(Self.bookings, try Self.another()).status == 200)
        #expect(MonotonicTime.now - before < .seconds(2), "a request that waits for a connection waits two seconds")
    }

    @Test("more slow small bodies than connections take none, hold memory alone, and arrive when they are complete")
    func small() async throws {
        try await withGateway(Self.unlimited, service: EchoHandler()) { gateway, service in
            let count = ProxyLimits.connectionsPerEndpointMax + 44
            let uploads = try await begin(count, length: 20, sent: 19, at: gateway, try TestGateway.bearer())
            try await wait(until: "all bodies are held") {
                try await gateway.metric("gateway_bodies_held_bytes") == Double(19 * count)
            }
            try await expectServed(gateway)
            #expect(service.endpoint.connectionCount == 1)
            for upload in uploads { try await upload.send("B") }
            for upload in uploads {
                #expect(try await upload.read(through: "AB").hasPrefix("HTTP/1.1 200 "))
                upload.close()
            }
            try await wait(until: "the memory is given back") {
                try await gateway.metric("gateway_bodies_held_bytes") == 0
            }
        }
    }

    @Test("large slow bodies of one caller take no more connections than it may have requests under way")
    func largeOfOne() async throws {
        var settings = Self.unlimited
        settings["RISHI_LIMIT_CONCURRENT"] = nil
        try await withGateway(settings, service: EchoHandler()) { gateway, _ in
            let token = try TestGateway.bearer()
            let allowed = try await begin(
                64, length: Self.large, sent: ProxyLimits.bodyHeldBytes + 1, at: gateway, token)
            try await wait(until: "all of them have a connection") {
                try await gateway.metric("gateway_bodies_held_bytes") == 0
            }
            let refused = try await begin(1, length: Self.large, sent: 1, at: gateway, token)[0]
            let answer = ParsedResponse(await refused.readToEnd().text)
            refused.close()
            #expect(answer.status == 429)
            #expect(answer.has("retry-after: 1"))
            #expect(answer.body.contains("Too many requests of this caller are under way."))
            #expect(try await gateway.metric("gateway_requests_crowded_total") == 1)
            #expect(try await gateway.get(Self.bookings, token).status == 429, "whatever it asks for")
            try await expectServed(gateway)
            for upload in allowed { upload.stream.reset() }
            try await wait(until: "its requests have ended") {
                try await gateway.get(Self.bookings, token).status == 200
            }
        }
    }

    @Test("large slow bodies of many callers leave half of the connections to requests without")
    func largeOfMany() async throws {
        try await withGateway(Self.unlimited, service: EchoHandler()) { gateway, service in
            let token = try TestGateway.bearer()
            let uploads = try await begin(
                ProxyLimits.uploadsPerEndpointMax, length: Self.large, sent: ProxyLimits.bodyHeldBytes + 1,
                at: gateway, token)
            try await wait(until: "all of them have a connection") {
                service.endpoint.connectionCount == ProxyLimits.uploadsPerEndpointMax
            }
            let further = try await begin(
                1, length: Self.large, sent: ProxyLimits.bodyHeldBytes + 1, at: gateway, token)[0]
            let answer = ParsedResponse(await further.readToEnd().text)
            further.close()
            #expect(answer.status == 503)
            #expect(answer.has("retry-after: 1"))
            try await expectServed(gateway)
            let small = try await begin(1, length: 2, sent: 2, at: gateway, token)[0]
            #expect(try await small.read(through: "AA").hasPrefix("HTTP/1.1 200 "), "small bodies pass as well")
            small.close()
            for upload in uploads { upload.close() }
        }
    }

    @Test("when memory for arriving bodies is used up, only those who bring more are refused, until somebody leaves")
    func memory() async throws {
        var settings = Self.unlimited
        settings["RISHI_BODIES_HELD_MAX"] = "64KiB"
        try await withGateway(settings, service: EchoHandler()) { gateway, service in
            let token = try TestGateway.bearer()
            let first = try await begin(1, length: 50_000, sent: 40_000, at: gateway, token)[0]
            try await wait(until: "it is held") { try await gateway.metric("gateway_bodies_held_bytes") == 40_000 }
            let second = try await begin(1, length: 50_000, sent: 40_000, at: gateway, token)[0]
            let answer = ParsedResponse(await second.readToEnd().text)
            second.close()
            #expect(answer.status == 503)
            #expect(answer.has("retry-after: 1"))
            #expect(try await gateway.metric("gateway_bodies_refused_total") == 1)
            try await expectServed(gateway)
            first.stream.reset()
            try await wait(until: "it has left") { try await gateway.metric("gateway_bodies_held_bytes") == 0 }
            let third = try await begin(1, length: 50_000, sent: 50_000, at: gateway, token)[0]
            #expect(try await third.read(through: "AA").hasPrefix("HTTP/1.1 200 "))
            third.close()
            #expect(service.endpoint.requestCount == 2, "the refused one and the one that left never arrived")
        }
    }

    @Test("a client that asks whether to go on is told so by the gateway, before the service knows of it")
    func expectContinue() async throws {
        try await withGateway(Self.unlimited, service: EchoHandler()) { gateway, service in
            let connection = try await gateway.connect()
            try await connection.send(
                "POST \(Self.bookings) HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n"
                    + "\(try TestGateway.bearer())\r\n\r\n")
            #expect(try await connection.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(service.endpoint.connections.accepted.value == 0)
            try await connection.send("body")
            #expect(try await connection.read(through: "body").hasPrefix("HTTP/1.1 200 "))
            connection.close()
        }
    }

    @Test("a client that asks whether to go on is told no when there is no memory for its body")
    func expectRefused() async throws {
        var settings = Self.unlimited
        settings["RISHI_BODIES_HELD_MAX"] = "64KiB"
        try await withGateway(settings, service: EchoHandler()) { gateway, _ in
            let token = try TestGateway.bearer()
            // The first part of a body is handed on when it is more than may be held of one: this stays just below.
            let first = try await begin(1, length: 65_536, sent: 65_535, at: gateway, token)[0]
            let second = try await begin(1, length: 2, sent: 1, at: gateway, token)[0]
            try await wait(until: "all is taken") { try await gateway.metric("gateway_bodies_held_bytes") == 65_536 }
            let response = try await gateway.exchange(
                "POST \(Self.bookings) HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n"
                    + "\(token)\r\n\r\n")
            #expect(response.status == 503)
            for connection in [first, second] { connection.close() }
        }
    }

    @Test(
        "a body that was held to its end goes on with its length, a longer one as it came",
        arguments: [(0, true), (1, true), (ProxyLimits.bodyHeldBytes, true), (ProxyLimits.bodyHeldBytes + 1, false)])
    func chunked(count: Int, isWhole: Bool) async throws {
        let told = ResponseFunction { exchange in
            let framing = "\(exchange.framing)"
            let body = try await exchange.collectBody(upTo: 1 << 20)
            return Response(.ok, body: .bytes(Array("\(framing) of \(body.count) bytes.".utf8)))
        }
        try await withGateway(Self.unlimited, service: told) { gateway, _ in
            let connection = try await gateway.connect()
            let head =
                "POST \(Self.bookings) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                + "\(try TestGateway.bearer())\r\n\r\n"
            var bytes = Array(head.utf8)
            if count > 0 {
                bytes += Array((String(count, radix: 16) + "\r\n").utf8) + [UInt8](repeating: 65, count: count)
                bytes += Array("\r\n".utf8)
            }
            try await connection.send(bytes)
            if !isWhole {
                // It is on its way to the service before its end is here.
                try await wait(until: "it goes on") { try await gateway.metric("gateway_bodies_held_bytes") == 0 }
            }
            try await connection.send("0\r\n\r\n")
            let text = try await connection.read(through: "bytes.")
            #expect(text.hasSuffix("\(isWhole ? "length(\(count))" : "chunked") of \(count) bytes."))
            connection.close()
        }
    }
}

@Suite("Requests of one caller at once")
struct GatewayFlightTests {
    private static let poll = "GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("without an identity the address counts")
    func address() async throws {
        let asked = Signal()
        let stuck = ResponseFunction { _ in
            await asked.set()
            await waitForCancellation()
            return Response(.ok)
        }
        try await withGateway(["RISHI_LIMIT_CONCURRENT_ADDRESS": "1"], service: stuck) { gateway, _ in
            let first = try await gateway.connect()
            try await first.send(Self.poll)
            await asked.wait()
            let second = try await gateway.connect()
            try await second.send(Self.poll)
            #expect(try await second.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 429 "))
            #expect(try await gateway.get("/health").status == 200)
            for connection in [first, second] { connection.close() }
        }
    }

    @Test("an open tunnel is none of them")
    func tunnel() async throws {
        let settings = ["RISHI_LIMIT_CONCURRENT_ADDRESS": "1"]
        try await withGateway(settings, service: GatewayTunnelTests.silent) { gateway, _ in
            for _ in 0..<2 {
                let connection = try await gateway.connect()
                try await connection.send(GatewayTunnelTests.handshake("/socket.io/?EIO=4", "X: y"))
                #expect(try await connection.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
            }
        }
    }
}
