import EventLoop
import HTTPServer
import HTTPWire
import TestKit
import Testing

@Suite("Bodies")
struct BodyTests {
    @Test("row 60: a declared length over the limit is refused before any of it is read")
    func declaredTooLarge() async throws {
        let reader = ResponseFunction { exchange in
            try exchange.limitBody(to: 10)
            _ = try await exchange.collectBody(upTo: 10)
            return Response(.ok)
        }
        try await withServer(handler: reader) { server in
            let response = ParsedResponse(
                try await server.exchange("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n"))
            #expect(response.status == 413)
            #expect(response.has("connection: close"))
            let atLimit = try await server.exchange(
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789")
            #expect(ParsedResponse(atLimit).status == 200)
        }
    }

    @Test("a chunked body over the limit is refused when it passes it")
    func chunkedTooLarge() async throws {
        let reader = ResponseFunction { exchange in
            try exchange.limitBody(to: 10)
            _ = try await exchange.collectBody(upTo: 10)
            return Response(.ok)
        }
        try await withServer(handler: reader) { server in
            let head = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            let over = try await server.exchange(head + "6\r\n012345\r\n5\r\n67890\r\n0\r\n\r\n")
            #expect(ParsedResponse(over).status == 413)
            let at = try await server.exchange(head + "6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n")
            #expect(ParsedResponse(at).status == 200)
        }
    }

    @Test(
        "a malformed body that came with its head is refused before a handler that never reads it has acted",
        arguments: [
            ("3\r\nabc\r\n0\r\n\r\n", 200), ("3\r\nab", 200), ("", 200), ("x\r\n", 400), ("3\r\nabcd\r\n", 400),
            ("3\r\nabc\r\n-1\r\n", 400), ("1\r\na\r\n0\r\nbad trailer\r\n\r\n", 400),
        ])
    func malformedUnread(body: String, status: Int) async throws {
        let calls = Recorded(0)
        let ignoring = ResponseFunction { _ in
            calls.update { $0 += 1 }
            return Response(.ok)
        }
        try await withServer(handler: ignoring) { server in
            let connection = try await server.connect()
            try await connection.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
            let response = ParsedResponse(try await connection.read(through: "\r\n\r\n"))
            #expect(response.status == status)
            #expect(calls.value == (status == 200 ? 1 : 0))
            #expect(status == 200 || response.has("connection: close"))
            connection.close()
        }
    }

    @Test(
        "rows 62 and 77: a body that stops short never reaches the handler as whole",
        arguments: [
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        ])
    func cutShort(request: String) async throws {
        let outcomes = Recorded<[String]>([])
        let reader = ResponseFunction { exchange in
            do {
                let body = try await exchange.collectBody(upTo: 1000)
                outcomes.update { $0.append("whole \(body.count)") }
            } catch {
                outcomes.update { $0.append("\(error)") }
                throw error
            }
            return Response(.ok)
        }
        try await withServer(handler: reader) { server in
            let connection = try await server.connect()
            try await connection.send(request)
            connection.stream.finishSending()
            _ = await connection.readToEnd()
            connection.close()
            try await wait(until: "the handler has seen it") { outcomes.value == ["cutShort"] }
        }
    }

    @Test("row 95: a client that expects it is told to go on, once, when the body is wanted")
    func expectContinue() async throws {
        try await withServer { server in
            let connection = try await server.connect()
            try await connection.send(
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await connection.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await connection.send("abc")
            let response = ParsedResponse(try await connection.read(through: "POST /a abc"))
            #expect(response.status == 200)
            #expect(!response.has("connection: close"))
            connection.close()
        }
    }

    @Test("row 96: a client that expects it and is refused gets the refusal alone, and the end")
    func expectRefused() async throws {
        let refusing = ResponseFunction { _ in Response(.unauthorized) }
        try await withServer(handler: refusing) { server in
            let text = try await server.exchange(
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            let response = ParsedResponse(text)
            #expect(response.status == 401)
            #expect(response.has("connection: close"))
            #expect(!text.contains("100 Continue"))
        }
    }

    @Test("row 97: an expectation nobody knows is answered 417")
    func expectOther() async throws {
        try await withServer { server in
            let text = try await server.exchange(
                "GET /a HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n")
            #expect(ParsedResponse(text).status == 417)
        }
    }

    @Test("row 98: an expectation in HTTP/1.0 is ignored")
    func expectInOldVersion() async throws {
        try await withServer { server in
            let text = try await server.exchange(
                "POST /a HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc")
            #expect(text.hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test("a streamed body goes out in chunks as it is made, and ends cleanly")
    func streamed() async throws {
        let handler = ResponseFunction { _ in
            Response(
                .ok,
                body: .stream(length: nil) { writer in
                    try await writer.write(Array("first,".utf8))
                    try await writer.write([])
                    try await writer.write(Array("second".utf8))
                })
        }
        try await withServer(handler: handler) { server in
            let text = try await server.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(ParsedResponse(text).has("transfer-encoding: chunked"))
            #expect(ParsedResponse(text).body == "6\r\nfirst,\r\n6\r\nsecond\r\n0\r\n\r\n")
        }
    }

    @Test("row 103: a client of HTTP/1.0 never sees chunks: the end of the connection ends the body")
    func streamedToOldClient() async throws {
        let handler = ResponseFunction { _ in
            Response(.ok, body: .stream(length: nil) { try await $0.write(Array("text".utf8)) })
        }
        try await withServer(handler: handler) { server in
            let response = ParsedResponse(
                try await server.exchange("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
            #expect(response.body == "text")
            #expect(response.has("connection: close"))
            #expect(!response.hasField(named: "transfer-encoding"))
            #expect(!response.hasField(named: "content-length"))
        }
    }

    @Test(
        "row 125: a producer that fails, or breaks its promised length, breaks the connection",
        arguments: [nil, 10, 2])
    func brokenStream(length: Int?) async throws {
        let handler = ResponseFunction { _ in
            Response(
                .ok,
                body: .stream(length: length) { writer in
                    try await writer.write(Array("half".utf8))
                    if length == nil { throw ResponseLengthBroken() }
                })
        }
        try await withServer(handler: handler) { server in
            let connection = try await server.connect()
            try await connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            let (text, end) = await connection.readToEnd()
            #expect(end == .reset)
            #expect(!text.hasSuffix("0\r\n\r\n"))
            connection.close()
        }
    }

    @Test("back-pressure: a streamed answer is produced no faster than it is read")
    func backPressure() async throws {
        let produced = Recorded(0)
        let handler = ResponseFunction { _ in
            Response(
                .ok,
                body: .stream(length: nil) { writer in
                    for _ in 0..<1000 {
                        try await writer.write([UInt8](repeating: 65, count: 64 << 10))
                        produced.update { $0 += 1 }
                    }
                })
        }
        try await withServer(limits: .with(\.responseGrace, .milliseconds(200)), handler: handler) { server in
            let connection = try await server.connect()
            try await connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            try await wait(until: "the reader is given up") { server.endpoint.connectionCount == 0 }
            #expect(produced.value < 500, "the kernel's buffers hold a few megabytes, not sixty-four")
            connection.close()
        }
    }
}
