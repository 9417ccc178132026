import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Retries and ejection")
struct RetryTests {
    /// Answers one request on each connection and resets it when the second comes.
    private static let stale = Script { connection in
        try await connection.readRequest()
        try await connection.send(ok("\(connection.number)"))
        if try await connection.readHead() != nil { connection.stream.reset() }
    }

    @Test("an idempotent request that meets a dead pooled connection is sent again on a new one")
    func staleConnection() async throws {
        try await UpstreamScene.run(Self.stale) { scene in
            try await scene.expect("1")
            try await scene.expect("2")
            let counters = scene.upstream.counters
            #expect(counters.retries == 1)
            #expect(counters.connects == 2)
            #expect(counters.faultsTotal == 0)
        }
    }

    @Test("a stale connection is not held against the endpoint")
    func staleIsNoFailure() async throws {
        var limits = UpstreamLimits()
        limits.failuresToEject = 1
        try await UpstreamScene.run(Self.stale, servers: 2, limits: limits) { scene in
            for _ in 0..<10 { try await scene.call() }
            #expect(scene.upstream.counters.retries > 0)
            #expect(scene.upstream.counters.ejections == 0)
        }
    }

    @Test("POST is not sent again, nor PUT with a body that cannot be")
    func notRepeated() async throws {
        try await UpstreamScene.run(Self.stale) { scene in
            try await scene.expect("1")
            try await scene.expect(.closedBeforeHead, from: .post("/", length: 2, .bytes(Array("hi".utf8))))
            try await scene.expect("2")
            let source = Pieces(["a", "b"])
            let put = OutgoingRequest.post("/", length: nil, .pieces(length: nil, next: source.next))
                .with { $0.isIdempotent = true }
            try await scene.expect(.closedBeforeHead, from: put)
            #expect(scene.upstream.counters.retries == 0)
        }
    }

    @Test("a POST that the caller declares idempotent is sent again with its body")
    func declaredIdempotent() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send(ok("\(connection.number)"))
            if connection.number == 1 {
                _ = try await connection.readHead()
                return connection.stream.reset()
            }
            try await connection.answerAll(ok("again"))
        }
        try await UpstreamScene.run(script) { scene in
            try await scene.expect("1")
            let body = [UInt8](repeating: 120, count: 40_000)
            let post = OutgoingRequest.post("/", length: body.count, .bytes(body)).with { $0.isIdempotent = true }
            try await scene.expect("2", from: post)
            let last = try #require(scene.server.requests.value.last)
            #expect(last.hasSuffix(String(repeating: "x", count: 40_000)))
        }
    }

    @Test("a new connection that dies without an answer is not tried again")
    func freshConnection() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            connection.stream.reset()
        }
        try await UpstreamScene.run(script) { scene in
            try await scene.expect(.closedBeforeHead)
            #expect(scene.upstream.counters.connects == 1)
        }
    }

    @Test("a request that cannot connect to one endpoint goes to another")
    func otherEndpoint() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }, servers: 2) { scene in
            await scene.servers[0].stop()
            for _ in 0..<4 { try await scene.expect("ok", from: .post("/", length: 0, .none)) }
            #expect(scene.servers[1].requests.value.count == 4)
            #expect(scene.upstream.counters.faultsTotal == 0)
            #expect(scene.upstream.counters.retries > 0)
        }
    }

    @Test("a retry goes to another endpoint even when that one is busier")
    func busierEndpoint() async throws {
        let gate = Gate()
        let script = Script { connection in
            while let request = try await connection.readRequest() {
                if request.hasPrefix("GET /hold") { await gate.pass() }
                try await connection.send(ok())
            }
        }
        try await UpstreamScene.run(script, servers: 2) { scene in
            await scene.servers[0].stop()
            async let held: Void = scene.expect("ok", from: .get("/hold"))
            try await wait(until: "one endpoint is busy") { gate.waiting.value == 1 }
            for _ in 0..<3 {
                let fault = try await scene.fault()
                #expect(fault?.kind == nil)
            }
            #expect(scene.upstream.counters.retries >= 3)
            await gate.open()
            try await held
        }
    }

    @Test("retries stop when their budget is spent")
    func budget() async throws {
        var limits = UpstreamLimits()
        limits.retryBudgetMax = 2
        try await UpstreamScene.run(Script { _ in }, limits: limits) { scene in
            await scene.server.stop()
            for _ in 0..<10 { try await scene.expect(.connectFailed) }
            // Two saved up, and a fifth of ten requests.
            #expect(scene.upstream.counters.retries == 3 || scene.upstream.counters.retries == 4)
        }
    }

    @Test("an endpoint that keeps failing is ejected, probed once when that is over, and comes back")
    func ejection() async throws {
        let now = Recorded(MonotonicTime.now)
        let isBroken = Recorded(true)
        let brokenPort = Recorded<UInt16>(0)
        let script = Script { connection in
            while try await connection.readRequest() != nil {
                if isBroken.value, connection.port == brokenPort.value { return connection.stream.reset() }
                try await connection.send(ok())
            }
        }
        var limits = UpstreamLimits()
        limits.retriesMax = 0
        try await UpstreamScene.run(script, servers: 2, limits: limits, clock: now) { scene in
            brokenPort.update { $0 = scene.server.address.port }
            var failures = 0
            for _ in 0..<40 where try await scene.fault() != nil { failures += 1 }
            #expect(failures == scene.upstream.limits.failuresToEject)
            #expect(scene.upstream.counters.ejections == 1)
            #expect(scene.upstream.endpointStates.map(\.isHealthy) == [false, true])

            now.update { $0 = $0 + .seconds(30) }
            #expect(scene.upstream.endpointStates[0].takesRequests)
            failures = 0
            for _ in 0..<10 where try await scene.fault() != nil { failures += 1 }
            #expect(failures == 1, "one probe finds out for all")
            #expect(scene.upstream.counters.ejections == 2)

            isBroken.update { $0 = false }
            now.update { $0 = $0 + .seconds(60) }
            for _ in 0..<10 { try await scene.expect("ok") }
            #expect(scene.upstream.endpointStates.map(\.isHealthy) == [true, true])
        }
    }

    @Test("a probe passes with its head, however long its body takes")
    func probePasses() async throws {
        let now = Recorded(MonotonicTime.now)
        let isBroken = Recorded(true)
        let script = Script { connection in
            while try await connection.readRequest() != nil {
                if isBroken.value { return connection.stream.reset() }
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            }
        }
        var limits = UpstreamLimits()
        limits.retriesMax = 0
        try await UpstreamScene.run(script, servers: 2, limits: limits, clock: now) { scene in
            for _ in 0..<40 { _ = try await scene.fault() }
            #expect(scene.upstream.endpointStates.count { $0.isHealthy } == 1)
            isBroken.update { $0 = false }
            now.update { $0 = $0 + .seconds(30) }
            let first = try await scene.upstream.exchange(.get("/"))
            let second = try await scene.upstream.exchange(.get("/"))
            #expect(scene.upstream.endpointStates.map(\.outstanding) == [1, 1])
            #expect(scene.upstream.endpointStates.count { $0.isHealthy } == 2)
            first.abort()
            second.abort()
            #expect(scene.upstream.counters.abandoned == 2)
        }
    }

    @Test("at most half of the endpoints are ejected, and an only one never")
    func atMostHalf() async throws {
        var limits = UpstreamLimits()
        limits.retriesMax = 0
        for count in [1, 2, 3, 4] {
            try await UpstreamScene.run(Script { $0.stream.reset() }, servers: count, limits: limits) { scene in
                for _ in 0..<60 { _ = try await scene.fault() }
                #expect(scene.upstream.endpointStates.count { !$0.isHealthy } == count / 2)
            }
        }
    }

    @Test("a 5xx ejects nobody unless the owner says that it counts")
    func statusHook() async throws {
        let script = Script { connection in
            try await connection.answerAll("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
        }
        try await UpstreamScene.run(script, servers: 2) { scene in
            for _ in 0..<20 { try await scene.expect("") }
            #expect(scene.upstream.counters.ejections == 0)
            scene.upstream.countsAsFailure = { $0.isServerError }
            for _ in 0..<20 { try await scene.expect("") }
            #expect(scene.upstream.counters.ejections == 1)
        }
    }
}
