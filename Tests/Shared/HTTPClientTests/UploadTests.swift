import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Request bodies in pieces")
struct UploadTests {
    @Test("pieces of a known length are sent as they are, pieces of an unknown one as chunks")
    func framings() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            for _ in 0..<2 {
                let known = Pieces(["ab", "", "cde"])
                try await scene.expect("ok", from: .post("/", length: 5, .pieces(length: 5, next: known.next)))
                let chunked = Pieces(["ab", "", "cde"])
                try await scene.expect("ok", from: .post("/", length: nil, .pieces(length: nil, next: chunked.next)))
                let empty = Pieces([])
                try await scene.expect("ok", from: .post("/", length: nil, .pieces(length: nil, next: empty.next)))
            }
            let bodies = scene.server.requests.value.map { $0.components(after: "\r\n\r\n") }
            #expect(bodies.prefix(3) == ["abcde", "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", "0\r\n\r\n"])
            #expect(scene.server.accepted.value == 1, "an upload that ended leaves its connection usable")
        }
    }

    @Test("a source is asked no faster than the upstream takes")
    func backPressure() async throws {
        let gate = Gate()
        let script = Script { connection in
            _ = try await connection.readHead()
            await gate.pass()
            try await connection.skip(32 << 20)
            try await connection.send(ok())
        }
        try await UpstreamScene.run(script) { scene in
            let asked = Recorded(0)
            let piece = [UInt8](repeating: 120, count: 1 << 20)
            let request = OutgoingRequest.post(
                "/", length: 32 << 20,
                .pieces(length: 32 << 20) {
                    asked.update { $0 += 1 }
                    return piece
                })
            let call = Task(executorPreference: scene.loop) { try await scene.call(request) }
            var last = -1
            try await wait(until: "the upstream takes no more") {
                defer { last = asked.value }
                return asked.value > 0 && asked.value == last
            }
            #expect(asked.value < 16, "the kernel does not hold half of it")
            await gate.open()
            let body = try await call.value
            #expect(body == "ok")
            #expect(asked.value == 32)
        }
    }

    @Test("an answer that comes before the body is complete ends the upload, and the connection with it")
    func earlyAnswer() async throws {
        let script = Script { connection in
            _ = try await connection.readHead()
            try await connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
            try await connection.ignoreAll()
        }
        try await UpstreamScene.run(script) { scene in
            let source = Pieces(["first"], thenWaits: true)
            let exchange = try await scene.upstream.exchange(
                .post("/", length: 100, .pieces(length: 100, next: source.next)))
            #expect(exchange.head.status == .contentTooLarge)
            let body = try await exchange.next()
            #expect(body == Array("big".utf8))
            #expect(source.wasCancelled)
            #expect(scene.upstream.counters.open == 0, "the rest of the request would be read as the next one")
        }
    }

    @Test("an upstream that answers and never reads a large body is heard")
    func earlyAnswerToLargeBody() async throws {
        let script = Script { connection in
            try await connection.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
            try await connection.stream.loop.sleep(for: .seconds(60))
        }
        try await UpstreamScene.run(script) { scene in
            let start = MonotonicTime.now
            let body = [UInt8](repeating: 120, count: 32 << 20)
            let exchange = try await scene.upstream.exchange(.post("/", length: body.count, .bytes(body)))
            #expect(exchange.head.status == .serviceUnavailable)
            #expect(exchange.isComplete)
            #expect(scene.upstream.counters.open == 0)
            #expect(MonotonicTime.now - start < .seconds(10), "the upload is stopped, not waited for")
        }
    }

    @Test("the time for the head begins when the body has been sent")
    func slowSource() async throws {
        var limits = UpstreamLimits()
        limits.headTimeout = .seconds(1)
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }, limits: limits) { scene in
            let source = Pieces(["a", "b", "c", "d"], each: .milliseconds(270), on: scene.loop)
            try await scene.expect("ok", from: .post("/", length: 4, .pieces(length: 4, next: source.next)))
        }
        limits.headTimeout = .milliseconds(40)
        try await UpstreamScene.run(Script { try await $0.ignoreAll() }, limits: limits) { scene in
            let source = Pieces(["a"])
            try await scene.expect(.headTimedOut, from: .post("/", length: 1, .pieces(length: 1, next: source.next)))
        }
    }

    @Test("an upstream that stops reading is given up")
    func stalled() async throws {
        var limits = UpstreamLimits()
        limits.bodyIdleTimeout = .milliseconds(40)
        let script = Script { connection in
            try await connection.stream.loop.sleep(for: .seconds(60))
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            let body = [UInt8](repeating: 120, count: 32 << 20)
            try await scene.expect(.sendTimedOut, from: .post("/", length: body.count, .bytes(body)))
        }
    }

    struct SourceBroke: Error {}

    @Test("a source that fails, ends early or gives too much is the caller's fault", arguments: [0, 1, 2])
    func brokenSource(_ kind: Int) async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            let pieces = kind == 2 ? ["abcdef"] : ["ab"]
            let source = Pieces(pieces, thenThrows: kind == 0 ? SourceBroke() : nil)
            let fault = try await scene.fault(.post("/", length: 5, .pieces(length: 5, next: source.next)))
            guard case .bodySourceFailed(let cause) = fault else {
                Issue.record("expected the source's fault, got \(String(describing: fault))")
                return
            }
            if kind == 0 { #expect(cause is SourceBroke) } else { #expect(cause is BodyLengthMismatch) }
            #expect(scene.upstream.counters.open == 0, "half a request must not be followed by another")
            #expect(scene.upstream.endpointStates[0].isHealthy)
        }
    }

    @Test("a chunked upload that is cancelled never looks complete")
    func cancelledChunks() async throws {
        let seen = Recorded("")
        let script = Script { connection in
            _ = try await connection.readHead()
            while true {
                let byte = try await connection.read(1)
                seen.update { $0 += byte }
            }
        }
        try await UpstreamScene.run(script) { scene in
            let source = Pieces(["abc"], thenWaits: true)
            let request = OutgoingRequest.post("/", length: nil, .pieces(length: nil, next: source.next))
            let call = Task(executorPreference: scene.loop) { try await scene.fault(request) }
            try await wait(until: "the chunk is there") { seen.value == "3\r\nabc\r\n" }
            call.cancel()
            let fault = try await call.value
            #expect(fault?.kind == .cancelled)
            try await wait(until: "the server sees the end") { scene.server.openCount == 0 }
            #expect(seen.value == "3\r\nabc\r\n")
        }
    }
}

/// A body source that gives some pieces, and then ends, fails, or waits until it is cancelled.
// Safety: used by one upload at a time, on its loop.
final class Pieces: @unchecked Sendable {
    private var pieces: [String]
    private let failure: (any Error)?
    private let waits: Bool
    private let pause: Duration?
    private let loop: Loop?
    private(set) var wasCancelled = false

    init(
        _ pieces: [String], thenThrows failure: (any Error)? = nil, thenWaits waits: Bool = false,
        each pause: Duration? = nil, on loop: Loop? = nil
    ) {
        self.pieces = pieces.reversed()
        self.failure = failure
        self.waits = waits
        self.pause = pause
        self.loop = loop
    }

    func next() async throws -> [UInt8]? {
        if let pause, let loop { try await loop.sleep(for: pause) }
        if let piece = pieces.popLast() { return Array(piece.utf8) }
        if let failure { throw failure }
        guard waits else { return nil }
        let ended = AsyncStream<Void> { _ in }
        for await _ in ended {}
        wasCancelled = Task.isCancelled
        // Like a source that takes a cancellation for its end.
        return nil
    }
}

extension String {
    func components(after separator: String) -> String {
        guard let range = firstRange(of: separator) else { return "" }
        return String(self[range.upperBound...])
    }
}
