import EventLoop
import Foundation
import HTTPServer
import HTTPWire
import Observability
import TestKit
import Testing

/// Rows 80–96 of the conformance table that need a server with a clock and a socket.
@Suite("Connections")
struct ConnectionTests {
    private let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
    private let getAndClose = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    @Test("a request is answered and the connection kept for the next one")
    func keepAlive() async throws {
        try await withServer { server in
            let connection = try await server.connect()
            for _ in 0..<3 {
                try await connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
                let response = ParsedResponse(try await connection.read(through: "GET /a "))
                #expect(response.status == 200)
                #expect(response.has("content-length: 7"))
                #expect(response.hasField(named: "date"))
                #expect(!response.hasField(named: "transfer-encoding"))
            }
            connection.close()
        }
    }

    @Test(
        "row 80: the body of a GET, HEAD, DELETE or OPTIONS is read and the next request found behind it",
        arguments: ["GET", "DELETE", "OPTIONS", "POST"])
    func bodiesEverywhere(method: String) async throws {
        try await withServer { server in
            let text = try await server.exchange(
                "\(method) /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(text.contains("\(method) /a abc"))
            #expect(text.hasSuffix("GET /b "))
        }
    }

    @Test("row 80: a body that the handler ignores is thrown away and the next request found behind it")
    func ignoredBody() async throws {
        let deaf = ResponseFunction { exchange in Response(.ok, body: .bytes(Array(exchange.head.target.path.utf8))) }
        try await withServer(handler: deaf) { server in
            let text = try await server.exchange(
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                    + "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(text.hasSuffix("/b"))
            #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        }
    }

    @Test("row 81: bytes behind an empty body are the next request, and garbage there is refused")
    func bytesBehind() async throws {
        try await withServer { server in
            let text = try await server.exchange(
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGARBAGE\r\n\r\n")
            #expect(text.contains("POST /a "))
            #expect(text.contains("HTTP/1.1 400 Bad Request"))
        }
    }

    @Test("rows 82 and 83: pipelined requests are answered in order, a hundred of them")
    func pipelining() async throws {
        try await withServer { server in
            let requests = (0..<100).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
            let text = try await server.exchange(requests + "GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let answers = text.components(separatedBy: "GET /").dropFirst().map { $0.prefix { $0 != " " } }
            #expect(answers == (0..<100).map { Substring("\($0)") } + ["end"])
        }
    }

    @Test("row 84: nothing behind a malformed request is processed")
    func nothingAfterAnError() async throws {
        try await withServer { server in
            let text = try await server.exchange(
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
            let response = ParsedResponse(text)
            #expect(response.status == 400)
            #expect(response.has("connection: close"))
            #expect(response.has("content-type: application/problem+json"))
            #expect(!text.contains("smuggled"))
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test("row 85: a request that arrives a byte at a time is answered")
    func byteByByte() async throws {
        try await withServer { server in
            let connection = try await server.connect()
            try await connection.sendSlowly("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            #expect(ParsedResponse(try await connection.read(through: "POST /a hello")).status == 200)
            connection.close()
        }
    }

    @Test("row 86: a client that asks to close gets its answer with the same word, and the end")
    func close() async throws {
        try await withServer { server in
            let response = ParsedResponse(try await server.exchange(getAndClose))
            #expect(response.status == 200)
            #expect(response.has("connection: close"))
        }
    }

    @Test("rows 31 and 87: HTTP/1.0 needs no Host and is closed after the answer")
    func oldClient() async throws {
        try await withServer { server in
            let response = ParsedResponse(try await server.exchange("GET /a HTTP/1.0\r\n\r\n"))
            #expect(response.status == 200)
            #expect(response.has("connection: close"))
        }
    }

    @Test("row 88: HTTP/1.0 with keep-alive is kept and told so")
    func oldClientKept() async throws {
        try await withServer { server in
            let connection = try await server.connect()
            for _ in 0..<2 {
                try await connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(ParsedResponse(try await connection.read(through: "GET /a ")).has("connection: keep-alive"))
            }
            connection.close()
        }
    }

    @Test("row 89: an idle connection is closed without a word")
    func idle() async throws {
        try await withServer(limits: .with(\.idleTimeout, .milliseconds(20))) { server in
            let text = try await server.exchange("")
            #expect(text == "")
        }
    }

    @Test("row 90: a head that takes too long is answered 408")
    func slowHead() async throws {
        try await withServer(limits: .with(\.headTimeout, .milliseconds(30))) { server in
            let response = ParsedResponse(try await server.exchange("GET /a HTTP/1.1\r\nHos"))
            #expect(response.status == 408)
            #expect(response.has("connection: close"))
        }
    }

    @Test("row 91: a body below the least pace is answered 408")
    func slowBody() async throws {
        try await withServer(limits: .with(\.bodyGrace, .milliseconds(30))) { server in
            let response = ParsedResponse(
                try await server.exchange("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc"))
            #expect(response.status == 408)
            #expect(response.has("connection: close"))
        }
    }

    @Test("row 92: a reader below the least pace is cut off, and others are served meanwhile")
    func slowReader() async throws {
        let big = ResponseFunction { exchange in
            exchange.head.target.path == "/big"
                ? Response(.ok, body: .bytes([UInt8](repeating: 120, count: 64 << 20))) : Response(.ok)
        }
        try await withServer(limits: .with(\.responseGrace, .milliseconds(40)), handler: big) { server in
            let slow = try await server.connect()
            try await slow.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
            let other = ParsedResponse(
                try await server.exchange("GET /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
            #expect(other.status == 200)
            try await wait(until: "the slow reader is cut off") { server.endpoint.connectionCount == 0 }
            #expect(await slow.readToEnd().text.utf8.count < 64 << 20)
            slow.close()
        }
    }

    @Test("row 93: a client that shuts its side after the request still gets the answer")
    func halfClose() async throws {
        try await withServer { server in
            let connection = try await server.connect()
            try await connection.send(get)
            connection.stream.finishSending()
            let (text, end) = await connection.readToEnd()
            #expect(text.hasSuffix("GET /a "))
            #expect(end == .closed)
            connection.close()
        }
    }

    @Test("row 93: an answer that takes a while reaches a client that shut its side, within the grace")
    func halfCloseSlowAnswer() async throws {
        let slow = ResponseFunction { exchange in
            // Stands for work: the pause fails when the request is given up, and then there is no answer.
            try await exchange.loop.sleep(for: .milliseconds(100))
            return Response(.ok, body: .bytes(Array("late".utf8)))
        }
        try await withServer(limits: .with(\.halfCloseGrace, .seconds(60)), handler: slow) { server in
            let connection = try await server.connect()
            try await connection.send(get)
            connection.stream.finishSending()
            #expect(await connection.readToEnd().text.hasSuffix("late"))
            connection.close()
        }
    }

    @Test("row 20: a connection that was asked to become a tunnel is closed, whatever the handler answers")
    func connect() async throws {
        try await withServer { server in
            let connection = try await server.connect()
            try await connection.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + get)
            let (text, end) = await connection.readToEnd()
            #expect(end != .stillOpen)
            #expect(text.contains("Connection: close"))
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
            connection.close()
        }
    }

    @Test(
        "row 94: one connection more than allowed is answered 503 and closed, those that are there are served",
        arguments: [\.connectionsMax, \.connectionsPerAddressMax]
            as [any WritableKeyPath<HTTPServerLimits, Int> & Sendable])
    func tooMany(limit: any WritableKeyPath<HTTPServerLimits, Int> & Sendable) async throws {
        try await withServer(limits: .with(limit, 2)) { server in
            let first = try await server.connect()
            let second = try await server.connect()
            try await wait(until: "two are in") { server.endpoint.connectionCount == 2 }
            let third = ParsedResponse(try await server.exchange(""))
            #expect(third.status == 503)
            for connection in [first, second] {
                try await connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(ParsedResponse(try await connection.read(through: "GET /a ")).status == 200)
                connection.close()
            }
            try await wait(until: "there is room again") { server.endpoint.connectionCount == 0 }
            let next = ParsedResponse(
                try await server.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
            #expect(next.status == 200)
        }
    }

    /// A connection closed while its client is still sending becomes a reset, and a reset throws away the answer.
    @Test("after a refusal we listen on for a while, so that the client can read why")
    func lingersAfterRefusal() async throws {
        try await withServer(limits: .with(\.lingerTimeout, .seconds(60))) { server in
            let connection = try await server.connect()
            try await connection.send("nonsense\r\n\r\n")
            let (text, end) = await connection.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            #expect(end == .closed)
            #expect(server.endpoint.connectionCount == 1)
            try await connection.send("what was on its way meanwhile")
            #expect(server.endpoint.connectionCount == 1)
            connection.close()
            try await wait(until: "it is let go") { server.endpoint.connectionCount == 0 }
        }
    }

    @Test("what becomes of connections is counted: taken, open, refused, malformed, too slow")
    func connectionMetrics() async throws {
        var limits = HTTPServerLimits.with(\.headTimeout, .milliseconds(20))
        limits.connectionsMax = 1
        try await withServer(limits: limits) { server in
            let counts = server.endpoint.connections
            let first = try await server.connect()
            try await wait(until: "it is in") { counts.open.value == 1 }
            #expect(ParsedResponse(try await server.exchange("")).status == 503)
            try await first.send("nonsense\r\n\r\n")
            #expect(await first.readToEnd().text.hasPrefix("HTTP/1.1 400 "))
            first.close()
            try await wait(until: "there is room again") { counts.open.value == 0 }
            #expect(ParsedResponse(try await server.exchange("GET / HT")).status == 408)
            try await wait(until: "it is gone") { counts.open.value == 0 }
            let seen = [counts.accepted, counts.refused, counts.malformed, counts.timeouts, counts.acceptFailures]
            #expect(seen.map(\.value) == [3, 1, 1, 1, 0])
        }
    }

    @Test("a client that vanishes during its request cancels the handler, and the log says 499")
    func vanished() async throws {
        let started = Signal()
        let statuses = Recorded<[Int]>([])
        let stuck = ResponseFunction { exchange in
            await started.set()
            try await exchange.loop.sleep(for: .seconds(3600))
            return Response(.ok)
        }
        let observe: @Sendable (ServerExchange) -> Void = { exchange in
            let status = exchange.notes.status
            statuses.update { $0.append(status) }
        }
        try await withServer(observe: observe, handler: stuck) { server in
            let connection = try await server.connect()
            try await connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            await started.wait()
            connection.stream.reset()
            try await wait(until: "the handler has ended") { statuses.value == [499] }
        }
    }

    @Test("a client that only closed its side is given up after the grace")
    func gone() async throws {
        let statuses = Recorded<[Int]>([])
        let stuck = ResponseFunction { exchange in
            try await exchange.loop.sleep(for: .seconds(3600))
            return Response(.ok)
        }
        let observe: @Sendable (ServerExchange) -> Void = { exchange in
            let status = exchange.notes.status
            statuses.update { $0.append(status) }
        }
        try await withServer(
            limits: .with(\.halfCloseGrace, .milliseconds(30)), observe: observe, handler: stuck
        ) { server in
            let connection = try await server.connect()
            try await connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.stream.finishSending()
            try await wait(until: "the handler has ended") { statuses.value == [499] }
            connection.close()
        }
    }

    @Test("a handler that takes longer than its deadline is cancelled and answered for")
    func handlerDeadline() async throws {
        let stuck = ResponseFunction { exchange in
            try await exchange.loop.sleep(for: .seconds(3600))
            return Response(.ok)
        }
        try await withServer(limits: .with(\.requestDeadline, .milliseconds(30)), handler: stuck) { server in
            let response = ParsedResponse(try await server.exchange(get))
            #expect(response.status == 504)
            #expect(response.has("connection: close"))
            #expect(response.body.contains("gateway_timeout"))
        }
    }

    @Test("draining answers what is under way, closes what is idle, and accepts nothing new")
    func drain() async throws {
        let gate = Signal()
        let started = Signal()
        let handler = ResponseFunction { exchange in
            if exchange.head.target.path == "/slow" {
                await started.set()
                await gate.wait()
            }
            return Response(.ok, body: .bytes(Array("done".utf8)))
        }
        try await withServer(handler: handler) { server in
            let idle = try await server.connect()
            try await idle.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try await idle.read(through: "done")
            let busy = try await server.connect()
            try await busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            await started.wait()
            let draining = Task(executorPreference: server.loop) { await server.endpoint.drain(within: .seconds(60)) }
            #expect(await idle.readToEnd() == ("", .closed))
            await gate.set()
            let (text, end) = await busy.readToEnd()
            #expect(ParsedResponse(text).has("connection: close"))
            #expect(text.hasSuffix("done"))
            #expect(end == .closed)
            await draining.value
            await #expect(throws: StreamFault.self) { _ = try await server.connect() }
        }
    }
}
