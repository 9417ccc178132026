import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Connection pools")
struct PoolTests {
    private func gated(_ gate: Gate) -> Script {
        Script { connection in
            while let request = try await connection.readRequest() {
                await gate.pass()
                try await connection.send(ok(String(request.split(separator: " ")[1])))
            }
        }
    }

    @Test("no more connections are opened than the limit, and the rest wait in the order they came")
    func bounded() async throws {
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = 3
        let gate = Gate()
        try await UpstreamScene.run(gated(gate), limits: limits) { scene in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask(executorPreference: scene.loop) {
                        try await scene.expect("/\(number)", from: .get("/\(number)"))
                    }
                    // Each one stands in line before the next comes.
                    try await wait(until: "it waits") { scene.upstream.counters.active == number + 1 }
                }
                for answered in 0..<9 {
                    try await wait(until: "three are under way") { gate.waiting.value == 3 + answered }
                    #expect(scene.upstream.counters.open == 3)
                    #expect(scene.upstream.counters.waiting == 9 - answered)
                    await gate.letOneThrough()
                }
                try await wait(until: "the last is under way") { gate.waiting.value == 12 }
                await gate.open()
                try await group.waitForAll()
            }
            // The first three share the loop's turns; after them each place went to the one that had waited longest.
            let sent = scene.server.requests.value.map { $0.split(separator: " ")[1] }
            #expect(sent.dropFirst(3) == (3..<12).map { "/\($0)" }[...])
            #expect(scene.server.accepted.value == 3)
            #expect(scene.upstream.counters.connects == 3)
        }
    }

    @Test("a connection that closes at its end makes room for those who wait")
    func roomAfterClose() async throws {
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = 1
        limits.waitTimeout = .seconds(60)
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    // A fault shows in the counters.
                    group.addTask(executorPreference: scene.loop) { try? await scene.expect("ok") }
                }
            }
            #expect(scene.upstream.counters.completed == 5)
            #expect(scene.server.accepted.value == 5)
        }
    }

    @Test("a failure makes room for those who wait, as does an exchange that is let go of")
    func roomAfterFailure() async throws {
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = 1
        limits.waitTimeout = .seconds(60)
        let script = Script { connection in
            try await connection.readRequest()
            if connection.number % 2 == 0 { return connection.stream.reset() }
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask(executorPreference: scene.loop) {
                        // Half of them fail on purpose.
                        _ = try? await scene.upstream.exchange(.get("/"))
                    }
                }
            }
            #expect(scene.upstream.counters.abandoned == 3)
            #expect(scene.upstream.counters.faults(.closedBeforeHead) == 3)
        }
    }

    @Test("one more than may wait is refused at once")
    func full() async throws {
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = 1
        limits.waitersMax = 2
        let gate = Gate()
        try await UpstreamScene.run(gated(gate), limits: limits) { scene in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<3 {
                    group.addTask(executorPreference: scene.loop) {
                        try await scene.expect("/\(number)", from: .get("/\(number)"))
                    }
                }
                try await wait(until: "two wait") { scene.upstream.counters.waiting == 2 }
                try await scene.expect(.queueFull)
                await gate.open()
                try await group.waitForAll()
            }
            #expect(scene.upstream.counters.completed == 3)
            #expect(scene.upstream.counters.faultsTotal == 1)
        }
    }

    @Test("a request that waits too long for a connection is given up")
    func waitsTooLong() async throws {
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = 1
        limits.waitTimeout = .milliseconds(20)
        let gate = Gate()
        try await UpstreamScene.run(gated(gate), limits: limits) { scene in
            async let holder: Void = scene.expect("/", from: .get("/"))
            try await wait(until: "the only connection is busy") { gate.waiting.value == 1 }
            try await scene.expect(.waitTimedOut)
            try await scene.expect(.deadline, from: .get("/").with { $0.deadline = .now + .milliseconds(10) })
            await gate.open()
            try await holder
        }
    }

    @Test("the most recently used connection is taken first")
    func lifo() async throws {
        let used = Recorded<[Int]>([])
        let gate = Gate()
        let script = Script { connection in
            while try await connection.readRequest() != nil {
                used.update { $0.append(connection.number) }
                if used.value.count <= 2 { await gate.pass() }
                try await connection.send(ok())
            }
        }
        try await UpstreamScene.run(script) { scene in
            async let first: Void = scene.expect("ok")
            async let second: Void = scene.expect("ok")
            try await wait(until: "both are under way") { gate.waiting.value == 2 }
            await gate.open()
            _ = try await (first, second)
            #expect(scene.upstream.counters.idle == 2)
            for _ in 0..<3 { try await scene.expect("ok") }
            let last = used.value.suffix(3)
            #expect(Set(last).count == 1, "the other connection is left to time out")
        }
    }

    @Test("idle connections are closed when their time is over")
    func idleTimeout() async throws {
        var limits = UpstreamLimits()
        limits.idleTimeout = .milliseconds(30)
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }, limits: limits) { scene in
            try await scene.expect("ok")
            #expect(scene.upstream.counters.idle == 1)
            try await wait(until: "it is closed") { scene.upstream.counters.open == 0 }
            try await scene.expect("ok")
            #expect(scene.server.accepted.value == 2)
            try await wait(until: "the second is closed too") { scene.upstream.counters.open == 0 }
        }
    }

    @Test("an idle connection that the server closes leaves the pool without a request")
    func closedWhileIdle() async throws {
        let gate = Gate()
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send(ok())
            await gate.pass()
        }
        try await UpstreamScene.run(script) { scene in
            try await scene.expect("ok")
            #expect(scene.upstream.counters.idle == 1)
            await gate.open()
            try await wait(until: "the end is noticed") { scene.upstream.counters.open == 0 }
            #expect(scene.upstream.counters.idleDrops == 1)
            try await scene.expect("ok", from: .post("/", length: 0, .none))
            #expect(scene.upstream.counters.retries == 0)
        }
    }

    @Test("an idle connection on which bytes arrive is never used again")
    func unaskedBytes() async throws {
        let gate = Gate()
        let isSent = Recorded(false)
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send(ok())
            await gate.pass()
            try await connection.send(ok("poison"))
            isSent.update { $0 = true }
            try await connection.answerAll(ok("poison"))
        }
        try await UpstreamScene.run(script) { scene in
            try await scene.expect("ok")
            let first = scene.upstream.counters
            #expect(first.idle == 1)
            await gate.open()
            try await wait(until: "the bytes are on their way") { isSent.value }
            try await scene.loop.sleep(for: .milliseconds(1))
            try await scene.expect("ok")
            #expect(scene.upstream.counters.idleDrops == 1)
        }
    }

    @Test("requests go to the endpoint with the fewest under way")
    func leastOutstanding() async throws {
        let gate = Gate()
        try await UpstreamScene.run(gated(gate), servers: 3) { scene in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<9 {
                    group.addTask(executorPreference: scene.loop) {
                        try await scene.expect("/\(number)", from: .get("/\(number)"))
                    }
                }
                try await wait(until: "all are under way") { gate.waiting.value == 9 }
                #expect(scene.upstream.endpointStates.map(\.outstanding) == [3, 3, 3])
                await gate.open()
                try await group.waitForAll()
            }
        }
    }

    @Test("a drain lets what is under way finish, and ends what does not")
    func drains() async throws {
        let gate = Gate()
        let script = Script { connection in
            let request = try await connection.readRequest() ?? ""
            if request.hasPrefix("GET /slow") {
                await gate.pass()
                try await connection.send(ok("finished"))
            }
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script) { scene in
            let finished = Task(executorPreference: scene.loop) { try await scene.call(.get("/slow")) }
            let ended = Task(executorPreference: scene.loop) { try await scene.fault(.get("/never")) }
            try await wait(until: "both are under way") { scene.server.requests.value.count == 2 }
            async let draining: Void = scene.upstream.drain(until: .now + .seconds(3600))
            await gate.open()
            let body = try await finished.value
            #expect(body == "finished")
            #expect(scene.upstream.counters.active == 1, "what has not finished is still waited for")
            #expect(scene.upstream.counters.open == 1, "what has finished leaves no connection behind")
            await scene.upstream.drain(until: .now)
            await draining
            let fault = try await ended.value
            #expect(fault?.kind == .cancelled)
        }
    }
}
