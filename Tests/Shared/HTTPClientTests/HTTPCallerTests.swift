import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Calls between services")
struct HTTPCallerTests {
    private func soon() -> MonotonicTime { .now + .seconds(5) }

    @Test("a call is written with its fields, its host and exactly one framing")
    func written() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok("{}")) }) { scene in
            let caller = try HTTPCaller(scene.upstream, authority: "staff:3002")
            var fields = HTTPFields()
            try fields.append("Accept", "application/json")
            try fields.append("Content-Length", "999")
            try fields.append("Connection", "close")
            try fields.append("Host", "elsewhere")
            let get = try await caller.send(HTTPCall(.get, "/api/v1/staff?limit=5", fields: fields, deadline: soon()))
            #expect(get.status == .ok)
            #expect(String(decoding: get.body, as: UTF8.self) == "{}")
            let post = HTTPCall(.post, "/api/v1/staff", body: Array("{\"a\":1}".utf8), deadline: soon())
            _ = try await caller.send(post)
            _ = try await caller.send(HTTPCall(.post, "/empty", deadline: soon()))
            let requests = scene.server.requests.value
            #expect(
                requests == [
                    "GET /api/v1/staff?limit=5 HTTP/1.1\r\nHost: staff:3002\r\nAccept: application/json\r\n\r\n",
                    "POST /api/v1/staff HTTP/1.1\r\nHost: staff:3002\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
                    "POST /empty HTTP/1.1\r\nHost: staff:3002\r\nContent-Length: 0\r\n\r\n",
                ])
        }
    }

    @Test("an answer of the longest length is collected, one byte more is refused", arguments: [true, false])
    func bounded(_ isChunked: Bool) async throws {
        var limits = UpstreamLimits()
        limits.answerBytesMax = 100_000
        let script = Script { connection in
            while let request = try await connection.readRequest() {
                let body = String(repeating: "x", count: request.hasPrefix("GET /long") ? 100_001 : 100_000)
                try await connection.send(
                    isChunked
                        ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "\(String(body.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n" : ok(body))
            }
        }
        try await UpstreamScene.run(script, limits: limits) { scene in
            let caller = try HTTPCaller(scene.upstream, authority: "test")
            let answer = try await caller.send(HTTPCall(.get, "/", deadline: soon()))
            #expect(answer.body.count == 100_000)
            let fault = await #expect(throws: HTTPCallFault.self) {
                _ = try await caller.send(HTTPCall(.get, "/long", deadline: soon()))
            }
            #expect(fault?.label.description == "answer_too_long")
        }
    }

    @Test("a target that could change the request is refused before anything is sent")
    func target() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            let caller = try HTTPCaller(scene.upstream, authority: "test")
            for target in ["/a b", "/a\r\nX: y", "", "a", "/a%2fb", "/a#b"] {
                let fault = await #expect(throws: HTTPCallFault.self) {
                    _ = try await caller.send(HTTPCall(.get, target, deadline: soon()))
                }
                guard case .targetMalformed = fault else {
                    Issue.record("\(target) was not refused")
                    continue
                }
            }
            #expect(scene.upstream.counters.requests == 0)
            #expect(throws: HTTPFieldFault.self) { _ = try HTTPCaller(scene.upstream, authority: "a\r\nb") }
        }
    }

    @Test("an idempotency key makes a POST safe to send again")
    func idempotencyKey() async throws {
        let script = Script { connection in
            try await connection.readRequest()
            try await connection.send(ok("\(connection.number)"))
            if try await connection.readHead() != nil { connection.stream.reset() }
        }
        try await UpstreamScene.run(script) { scene in
            let caller = try HTTPCaller(scene.upstream, authority: "test")
            var call = HTTPCall(.post, "/", body: [1], deadline: soon())
            try call.fields.append("Idempotency-Key", "\"k\"")
            _ = try await caller.send(call)
            let answer = try await caller.send(call)
            #expect(String(decoding: answer.body, as: UTF8.self) == "2")
            #expect(scene.upstream.counters.retries == 1)
        }
    }

    @Test("a call that meets its deadline says which")
    func deadline() async throws {
        try await UpstreamScene.run(Script { try await $0.ignoreAll() }) { scene in
            let caller = try HTTPCaller(scene.upstream, authority: "test")
            let fault = await #expect(throws: HTTPCallFault.self) {
                _ = try await caller.send(HTTPCall(.get, "/", deadline: .now + .seconds(3)))
            }
            guard case .upstream(.deadline(.head)) = fault else {
                Issue.record("expected the deadline, got \(String(describing: fault))")
                return
            }
        }
    }
}
