import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

@Suite("Exchanges")
struct ExchangeTests {
    @Test("a small response is complete when its head is")
    func small() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok("hello")) }) { scene in
            let exchange = try await scene.upstream.exchange(.get("/a"))
            #expect(exchange.head.status == .ok)
            #expect(exchange.framing == .length(5))
            #expect(exchange.isComplete)
            #expect(exchange.arrivedCount == 5)
            #expect(scene.upstream.counters.idle == 1, "the connection is free before the body is taken")
            var body: [UInt8] = []
            #expect(exchange.takeArrived { span in for index in span.indices { body.append(span[index]) } })
            #expect(String(decoding: body, as: UTF8.self) == "hello")
            #expect(try await exchange.next() == nil)
        }
    }

    @Test("requests one after another use one connection")
    func keepAlive() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            for number in 0..<20 {
                try await scene.expect("ok", from: .get("/\(number)"))
            }
            #expect(scene.server.accepted.value == 1)
            #expect(scene.server.requests.value.count == 20)
            #expect(scene.upstream.counters.connects == 1)
            #expect(scene.upstream.counters.idle == 1)
        }
    }

    /// Raw responses and what they come to: the body, and whether the connection is used again.
    static let responses: [(response: String, body: String, isReused: Bool)] = [
        (ok(""), "", true),
        ("HTTP/1.1 204 No Content\r\n\r\n", "", true),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", "", true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde", true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", "abc", true),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi", "hi", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", false),
        ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi", "hi", true),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok("final"), "final", true),
        (ok("abc") + "x", "abc", false),
        (ok("abc") + ok("abc"), "abc", false),
    ]

    @Test("a response ends where its framing says, and keeps its connection only when it may", arguments: responses)
    func framing(_ response: String, _ body: String, _ isReused: Bool) async throws {
        try await UpstreamScene.run(
            Script { connection in
                while try await connection.readRequest() != nil { try await connection.send(response) }
            }
        ) { scene in
            try await scene.expect(body)
            #expect(scene.upstream.counters.idle == (isReused ? 1 : 0))
            try await scene.expect(body)
            #expect(scene.server.accepted.value == (isReused ? 1 : 2))
        }
    }

    @Test("the same responses sent byte by byte come to the same", arguments: responses)
    func byteByByte(_ response: String, _ body: String, _ isReused: Bool) async throws {
        try await UpstreamScene.run(
            Script { connection in
                while try await connection.readRequest() != nil {
                    for byte in response.utf8 {
                        try await connection.stream.send([byte])
                        await Task.yield()
                    }
                }
            }
        ) { scene in
            try await scene.expect(body)
        }
    }

    @Test("a body that lasts until the connection ends is complete then")
    func untilClose() async throws {
        try await UpstreamScene.run(
            Script { connection in
                try await connection.readRequest()
                try await connection.send("HTTP/1.1 200 OK\r\n\r\nall of ")
                try await connection.send("it")
            }
        ) { scene in
            try await scene.expect("all of it")
            #expect(scene.upstream.counters.open == 0)
        }
    }

    @Test("HEAD has no body whatever its head says")
    func head() async throws {
        try await UpstreamScene.run(
            Script { connection in
                while try await connection.readRequest() != nil {
                    try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                }
            }
        ) { scene in
            let head = OutgoingRequest(head: Array("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n".utf8), method: .head)
            try await scene.expect("", from: head)
            try await scene.expect("", from: head)
            #expect(scene.server.accepted.value == 1)
        }
    }

    @Test("a large body is lent piece by piece and whole")
    func large() async throws {
        let size = 3 << 20
        try await UpstreamScene.run(
            Script { connection in
                try await connection.readRequest()
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
                try await connection.stream.send((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) })
                try await connection.ignoreAll()
            }
        ) { scene in
            let exchange = try await scene.upstream.exchange(.get("/"))
            #expect(!exchange.isComplete)
            var count = 0
            var isRight = true
            while try await exchange.next({ span in
                for index in span.indices {
                    isRight = isRight && span[index] == UInt8(truncatingIfNeeded: count &* 7)
                    count += 1
                }
            }) {}
            #expect(count == size)
            #expect(isRight)
            #expect(scene.upstream.counters.idle == 1)
        }
    }

    @Test("nothing is read ahead of whoever reads slowly")
    func backPressure() async throws {
        let sent = Recorded(0)
        try await UpstreamScene.run(
            Script { connection in
                try await connection.readRequest()
                let piece = [UInt8](repeating: 120, count: 64 * 1024)
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(512 * piece.count)\r\n\r\n")
                for _ in 0..<512 {
                    try await connection.stream.send(piece)
                    sent.update { $0 += piece.count }
                }
            }
        ) { scene in
            let exchange = try await scene.upstream.exchange(.get("/"))
            var last = -1
            try await wait(until: "the server can send no more") {
                defer { last = sent.value }
                return sent.value > 0 && sent.value == last
            }
            #expect(sent.value < 16 << 20, "half of 32 MiB cannot be under way unless somebody reads ahead")
            #expect(exchange.arrivedCount <= LoopLimits.receiveBytes)
            var count = 0
            while try await exchange.next({ count += $0.count }) {}
            #expect(count == 32 << 20)
        }
    }

    @Test("a complete body leaves with its head, a large one after it")
    func bodies() async throws {
        try await UpstreamScene.run(Script { try await $0.answerAll(ok()) }) { scene in
            let large = String(repeating: "x", count: 200_000)
            try await scene.expect("ok", from: .post("/", length: 5, .bytes(Array("small".utf8))))
            try await scene.expect("ok", from: .post("/", length: 200_000, .bytes(Array(large.utf8))))
            let requests = scene.server.requests.value
            #expect(requests[0].hasSuffix("\r\n\r\nsmall"))
            #expect(requests[1].hasSuffix("\r\n\r\n" + large))
            #expect(scene.server.accepted.value == 1)
        }
    }

    @Test("101 hands the connection over with the first bytes behind it")
    func upgrade() async throws {
        try await UpstreamScene.run(
            Script { connection in
                try await connection.readRequest()
                try await connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nfirst")
                _ = try await connection.read(4)
                try await connection.send("second")
            }
        ) { scene in
            let exchange = try await scene.upstream.exchange(.get("/").with { $0.asksToUpgrade = true })
            #expect(exchange.head.status == .switchingProtocols)
            let tunnel = try #require(exchange.takeTunnel())
            #expect(exchange.takeTunnel() == nil)
            #expect(String(decoding: tunnel.firstBytes, as: UTF8.self) == "first")
            #expect(scene.upstream.counters.open == 0, "the connection is the caller's now")
            try await tunnel.stream.send(Array("more".utf8))
            let second = try await tunnel.stream.receive { $0.count }
            #expect(second == 6)
            tunnel.stream.close()
        }
    }

    @Test("an exchange that is let go of closes its connection")
    func dropped() async throws {
        try await UpstreamScene.run(
            Script { connection in
                try await connection.readRequest()
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                try await connection.ignoreAll()
            }
        ) { scene in
            _ = try await scene.upstream.exchange(.get("/"))
            #expect(scene.upstream.counters.open == 0)
            #expect(scene.upstream.counters.abandoned == 1)
            try await wait(until: "the server sees the end") { scene.server.openCount == 0 }
        }
    }
}
