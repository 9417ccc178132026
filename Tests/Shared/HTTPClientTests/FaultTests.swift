import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Faults of an upstream")
struct FaultTests {
    private static let quick: UpstreamLimits = {
        var limits = UpstreamLimits()
        limits.headTimeout = .milliseconds(40)
        return limits
    }()

    /// Answers that are no HTTP/1.1 response we accept (row 126 and 127 of the conformance table).
    static let malformed: [(response: String, fault: HTTPParseFault)] = [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .contentLengthAndTransferEncoding
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab", .fieldDuplicated),
        ("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n", .contentLengthMalformed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n", .chunkSizeMalformed),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", .chunkEndMissing),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .transferCodingUnsupported),
        ("HTTP/1.1 200 OK\r\nBad Name: 1\r\n\r\n", .fieldNameMalformed),
        ("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", .lineFolded),
        ("HTTP/1.1 200 OK\nContent-Length: 0\n\n", .bareLineFeed),
        ("HTTP/1.1 99 Low\r\n\r\n", .statusLineMalformed),
        ("HTTP/1.1 1000 High\r\n\r\n", .statusLineMalformed),
        ("HTTP/2.0 200 OK\r\n\r\n", .versionUnsupported),
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", .unexpectedUpgrade),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 64 * 1024) + "\r\n\r\n", .fieldLineTooLong),
        ("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 101) + "\r\n", .fieldsTooMany),
        (String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100), .informationalsTooMany),
    ]

    @Test("what is no response is a fault, and its connection is closed", arguments: malformed)
    func malformedResponse(_ response: String, _ expected: HTTPParseFault) async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send(response)
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script) { scene in
            guard case .protocolError(let fault) = try await scene.fault() else {
                Issue.record("the response was accepted")
                return
            }
            #expect(fault == expected)
            #expect(scene.upstream.counters.open == 0)
            #expect(scene.upstream.counters.faults(.protocolError) == 1)
            #expect(UpstreamFault.protocolError(fault).status == .badGateway)
        }
    }

    /// What a server sends before it closes, and the fault that is.
    static let cutOff: [(sent: String, fault: UpstreamFault.Kind)] = [
        ("", .closedBeforeHead),
        ("HTTP/1.1 200 O", .closedBeforeHead),
        ("HTTP/1.1 100 Continue\r\n\r\n", .closedBeforeHead),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", .closedMidBody),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123456789", .closedMidBody),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", .closedMidBody),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", .closedMidBody),
    ]

    @Test("a response that is cut off is never taken for a complete one", arguments: cutOff, [false, true])
    func cutOffResponse(_ row: (sent: String, fault: UpstreamFault.Kind), _ byReset: Bool) async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send(row.sent)
            if byReset { connection.stream.reset() }
        }
        try await UpstreamScene.run(script) { scene in
            let kind = try await scene.fault(.post("/", length: 0, .none))?.kind
            // A reset may overtake what was sent before it.
            #expect(kind == row.fault || (byReset && kind == .closedBeforeHead))
            #expect(scene.upstream.counters.open == 0)
            #expect(scene.upstream.counters.retries == 0)
        }
    }

    @Test("a silent upstream is given up after the head's time, whatever the method")
    func slowHead() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send("HTTP/1.1 200 ")
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script, limits: Self.quick) { scene in
            let fault = try await scene.fault()
            #expect(fault?.kind == .headTimedOut)
            #expect(fault?.status == .gatewayTimeout)
            #expect(scene.server.requests.value.count == 1, "a request that may have been processed is not repeated")
        }
    }

    @Test("a head that trickles in does not get more time for each byte")
    func tricklingHead() async throws {
        var limits = UpstreamLimits()
        limits.headTimeout = .milliseconds(300)
        let script = Script { connection in
            try await connection.readRequest()
            for byte in ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200)).utf8 {
                try await connection.stream.send([byte])
                try await connection.stream.loop.sleep(for: .milliseconds(5))
            }
            try await connection.send("\r\nContent-Length: 0\r\n\r\n")
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            try await scene.expect(.headTimedOut)
        }
    }

    @Test("a request may ask for more time than the upstream's limit")
    func longPoll() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.stream.loop.sleep(for: .milliseconds(80))
            try await connection.send(ok("late"))
        }
        try await UpstreamScene.run(script, limits: Self.quick) { scene in
            try await scene.expect(
                "late",
                from: .get("/").with { $0.timeouts = ExchangeTimeouts(head: .seconds(5), bodyIdle: .seconds(5)) })
        }
    }

    @Test("a body that takes long is not given up while it goes on")
    func slowBody() async throws {
        var limits = UpstreamLimits()
        limits.bodyIdleTimeout = .seconds(1)
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n")
            for byte in "slowly, but in the end longer than a second".utf8.prefix(41) {
                try await connection.stream.loop.sleep(for: .milliseconds(26))
                try await connection.stream.send([byte])
            }
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            try await scene.expect("slowly, but in the end longer than a seco")
        }
    }

    @Test("a body that stops is given up")
    func stoppedBody() async throws {
        var limits = UpstreamLimits()
        limits.bodyIdleTimeout = .milliseconds(40)
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nslowly but surel")
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            let exchange = try await scene.upstream.exchange(.get("/"))
            var body = 0
            let fault = await #expect(throws: UpstreamFault.self) {
                while try await exchange.next({ body += $0.count }) {}
            }
            #expect(fault?.kind == .bodyTimedOut)
            #expect(body == 16)
            #expect(scene.upstream.counters.open == 0)
            let again = await #expect(throws: UpstreamFault.self) { _ = try await exchange.next() }
            #expect(again?.kind == .bodyTimedOut, "a body that broke off never looks complete")
        }
    }

    @Test("the caller's deadline ends an exchange in any phase and is not held against the endpoint")
    func callersDeadline() async throws {
        var limits = UpstreamLimits()
        limits.failuresToEject = 1
        limits.connectionsPerEndpointMax = 1
        let script = Script { connection in
            try await connection.readRequest()
            if connection.number > 1 { try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n") }
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script, servers: 2, limits: limits) { scene in
            let soon = OutgoingRequest.get("/").with { $0.deadline = .now + .milliseconds(30) }
            try await scene.expect(.deadline, from: soon)
            #expect(scene.upstream.counters.faults(.deadline) == 1)
            #expect(scene.upstream.counters.ejections == 0)
            #expect(scene.upstream.endpointStates.count { $0.isHealthy } == 2)
        }
    }

    @Test("an upstream that does not listen is a connect failure, tried twice, whatever the method")
    func refused() async throws {
        try await UpstreamScene.run(Script { _ in }) { scene in
            await scene.server.stop()
            let fault = try await scene.fault(.post("/", length: 0, .none))
            guard case .connectFailed(let cause) = fault else {
                Issue.record("expected a connect failure, got \(String(describing: fault))")
                return
            }
            #expect(cause.label.description == "connection_refused")
            #expect(scene.upstream.counters.connects == 2)
            #expect(scene.upstream.counters.retries == 1)
        }
    }

    @Test("a connection that takes too long to open is given up")
    func connectTimeout() async throws {
        var limits = UpstreamLimits()
        limits.connectTimeout = .zero
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }, limits: limits) { scene in
            let fault = try await scene.fault()
            // Where the kernel connects loopback at once there is no time to take.
            guard let fault else { return }
            #expect(fault.kind == .connectTimedOut)
            #expect(fault.status == .gatewayTimeout)
            #expect(scene.upstream.counters.connects == 2)
        }
    }

    @Test("an upstream without endpoints, or one that was closed, says so")
    func noEndpoint() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }, servers: 0) { scene in
            try await scene.expect(.noHealthyEndpoint)
        }
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            try await scene.expect("ok")
            scene.upstream.close()
            #expect(scene.upstream.counters.open == 0)
            try await scene.expect(.noHealthyEndpoint)
        }
    }

    @Test("every kind of fault has a label of its own")
    func labels() {
        let labels = Set(UpstreamFault.Kind.allCases.map(\.label.description))
        #expect(labels.count == UpstreamFault.Kind.allCases.count)
    }
}
