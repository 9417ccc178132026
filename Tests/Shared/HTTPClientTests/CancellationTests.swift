import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Cancellation of an exchange")
struct CancellationTests {
    /// Starts a call, cancels it when `reached` holds, and expects that it ends as cancelled and leaves nothing open.
    private func cancel(
        _ request: @escaping @autoclosure @Sendable () -> OutgoingRequest, in scene: UpstreamScene,
        when reached: () async throws -> Bool
    ) async throws {
        let before = scene.upstream.counters
        let call = Task(executorPreference: scene.loop) { try await scene.fault(request()) }
        try await wait(until: "the phase is reached") { try await reached() }
        call.cancel()
        let fault = try await call.value
        #expect(fault?.kind == .cancelled)
        #expect(scene.upstream.counters.active == before.active)
        #expect(scene.upstream.counters.ejections == 0)
    }

    @Test("while it waits for a connection")
    func waiting() async throws {
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = 1
        try await UpstreamScene.run(Script { try await $0.ignoreAll() }, limits: limits) { scene in
            let holder = Task(executorPreference: scene.loop) { try await scene.fault() }
            try await wait(until: "the only connection is busy") { scene.upstream.counters.active == 1 }
            try await cancel(.get("/"), in: scene) { scene.upstream.counters.waiting == 1 }
            #expect(scene.upstream.counters.waiting == 0)
            holder.cancel()
            _ = try await holder.value
        }
    }

    @Test("while its connection is being opened: the connection goes to the pool when it comes")
    func connecting() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            let call = Task(executorPreference: scene.loop) { try await scene.fault() }
            while scene.upstream.counters.connects == 0 { await Task.yield() }
            call.cancel()
            let fault = try await call.value
            #expect(fault?.kind == .cancelled)
            try await wait(until: "the connection has come") { scene.upstream.counters.idle == 1 }
            #expect(scene.server.requests.value.isEmpty)
            try await scene.expect("ok")
            #expect(scene.server.accepted.value == 1)
        }
    }

    @Test("while it waits for the head")
    func head() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script) { scene in
            try await cancel(.get("/"), in: scene) { scene.server.requests.value.count == 1 }
            #expect(scene.upstream.counters.open == 0)
            try await wait(until: "the server sees the end") { scene.server.openCount == 0 }
        }
    }

    @Test("while it reads the body")
    func body() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script) { scene in
            try await cancel(.get("/"), in: scene) { scene.server.requests.value.count == 1 }
            #expect(scene.upstream.counters.open == 0)
        }
    }

    @Test("while it sends the body")
    func sending() async throws {
        let gate = Gate()
        let script = Script { connection in
            _ = try await connection.readHead()
            await gate.pass()
        }
        try await UpstreamScene.run(script) { scene in
            let body = [UInt8](repeating: 120, count: 32 << 20)
            try await cancel(.post("/", length: body.count, .bytes(body)), in: scene) { gate.waiting.value == 1 }
            #expect(scene.upstream.counters.open == 0)
            await gate.open()
        }
    }

    @Test("before it began: nothing is sent, and a pooled connection stays in the pool")
    func beforehand() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            try await scene.expect("ok")
            let call = Task(executorPreference: scene.loop) { try await scene.fault() }
            call.cancel()
            let fault = try await call.value
            #expect(fault?.kind == .cancelled)
            #expect(scene.upstream.counters.idle == 1)
            #expect(scene.server.requests.value.count == 1)
        }
    }

    @Test("a cancellation that comes too late does not touch the connection's next request")
    func late() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            for round in 0..<200 {
                let first = Task(executorPreference: scene.loop) { try await scene.fault() }
                for _ in 0..<(round % 8) { await Task.yield() }
                first.cancel()
                try await scene.expect("ok")
                let fault = try await first.value
                #expect(fault == nil || fault?.kind == .cancelled)
            }
            #expect(scene.upstream.counters.faultsTotal == scene.upstream.counters.faults(.cancelled))
        }
    }
}
