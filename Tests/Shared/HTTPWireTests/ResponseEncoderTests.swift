import Bytes
import HTTPWire
import Testing

@Suite("responses as they are written")
struct ResponseEncoderTests {
    static let date = "Sat, 21 Nov 2026 02:55:55 GMT"

    /// The written head, the framing that follows it, and whether the connection stays.
    static func encode(
        _ status: HTTPStatus = .ok, _ fields: [(HTTPFieldName, String)] = [], body: HTTPBodyFraming = .none,
        for method: HTTPMethod = .get, version: HTTPVersion = .http11, keepsAlive: Bool = true
    ) throws -> (text: String, framing: HTTPResponseFraming, keepsAlive: Bool) {
        var table = HTTPFields()
        for (name, value) in fields { try table.append(name, value) }
        var out: [UInt8] = []
        var exchange = HTTPExchange(method: method, version: version, keepsAlive: keepsAlive)
        let framing = HTTPResponseHead(status: status, fields: table)
            .encode(into: &out, body: body, for: &exchange, date: Array(date.utf8).span)
        let lines = String(decoding: out, as: UTF8.self).replacing("\r\n", with: "|").replacing(date, with: "D")
        return (lines, framing, exchange.keepsAlive)
    }

    @Test("row 99: HEAD gets the fields of GET and no body")
    func headMethod() throws {
        let get = try Self.encode(body: .length(5))
        let head = try Self.encode(body: .length(5), for: .head)
        #expect(get.text == "HTTP/1.1 200 OK|Date: D|Content-Length: 5||")
        #expect(head.text == get.text)
        #expect(get.framing == .length(5) && head.framing == .none)
        let stream = try Self.encode(body: .chunked, for: .head)
        #expect(stream.text == "HTTP/1.1 200 OK|Date: D|Transfer-Encoding: chunked||" && stream.framing == .none)
    }

    @Test("row 100: where no body may be, nothing announces one", arguments: [100, 103, 204, 304])
    func noBody(code: Int) throws {
        let status = try #require(HTTPStatus(code))
        for body in [HTTPBodyFraming.none, .length(5), .chunked] {
            let head = try Self.encode(status, [(.contentLength, "5"), (.transferEncoding, "chunked")], body: body)
            #expect(!head.text.contains("Content-Length") && !head.text.contains("Transfer-Encoding"))
            #expect(head.framing == .none)
        }
    }

    @Test("row 101: a final response has one Date, an interim one need not")
    func dates() throws {
        #expect(try Self.encode(.notFound).text == "HTTP/1.1 404 Not Found|Date: D|Content-Length: 0||")
        let own = try Self.encode(.ok, [(.date, "Sun, 06 Nov 1994 08:49:37 GMT")])
        #expect(own.text == "HTTP/1.1 200 OK|Date: Sun, 06 Nov 1994 08:49:37 GMT|Content-Length: 0||")
        #expect(try Self.encode(.continue).text == "HTTP/1.1 100 Continue||")
    }

    @Test(
        "row 102: a value that would end its line is refused and nothing of it written",
        arguments: ["a\r\nX: b", "a\nb", "a\rb", "a\u{0}b", "a\u{7f}", "12345678\u{1}", " a", "a ", "\ta"])
    func splitting(value: String) throws {
        var fields = HTTPFields()
        try fields.append(.location, "/ok")
        let before = fields
        #expect(throws: HTTPFieldFault.valueMalformed) { try fields.append(.location, value) }
        #expect(throws: HTTPFieldFault.valueMalformed) { try fields.append(.location, Array(value.utf8)) }
        #expect(throws: HTTPFieldFault.valueMalformed) { try fields.set(.location, value) }
        var out: [UInt8] = []
        do {
            try out.append(field: .location, Array(value.utf8).span)
            Issue.record("written")
        } catch {
            #expect(error == .valueMalformed)
        }
        #expect(out.isEmpty && fields == before && fields.bytes == before.bytes)
    }

    @Test(
        "row 103: exactly one of length and chunks, and no chunks to 1.0",
        arguments: [
            (HTTPBodyFraming.none, HTTPVersion.http11, "Content-Length: 0|", HTTPResponseFraming.none, true),
            (.length(7), .http11, "Content-Length: 7|", .length(7), true),
            (.length(0), .http11, "Content-Length: 0|", .none, true),
            (.chunked, .http11, "Transfer-Encoding: chunked|", .chunked, true),
            (.length(7), .http10, "Content-Length: 7|Connection: keep-alive|", .length(7), true),
            (.chunked, .http10, "Connection: close|", .untilClose, false),
        ])
    func framing(
        body: HTTPBodyFraming, version: HTTPVersion, expected: String, framing: HTTPResponseFraming, keepsAlive: Bool
    ) throws {
        let given: [(HTTPFieldName, String)] = [
            (.contentLength, "99"), (.transferEncoding, "gzip"), (.connection, "x"), (.keepAlive, "5"),
        ]
        let head = try Self.encode(.ok, given, body: body, version: version)
        #expect(head.text == "HTTP/1.1 200 OK|Date: D|\(expected)|")
        #expect(head.framing == framing && head.keepsAlive == keepsAlive)
    }

    @Test("a connection that will close says so")
    func close() throws {
        #expect(try Self.encode(keepsAlive: false).text.contains("|Connection: close|"))
        #expect(try Self.encode(version: .http10, keepsAlive: false).text.contains("|Connection: close|"))
    }

    @Test("an upgrade is named in Connection")
    func upgrade() throws {
        let switching = try Self.encode(.switchingProtocols, [(.upgrade, "websocket")])
        #expect(switching.text == "HTTP/1.1 101 Switching Protocols|Date: D|Upgrade: websocket|Connection: Upgrade||")
        let required = try Self.encode(.upgradeRequired, [(.upgrade, "websocket")], keepsAlive: false)
        #expect(required.text.contains("|Connection: Upgrade, close|"))
    }

    @Test("every status line is what its code and reason make it")
    func statusLines() throws {
        for code in 100...999 {
            let status = try #require(HTTPStatus(code))
            var out: [UInt8] = []
            HTTPResponseHead(status: status).encodeLine(into: &out)
            #expect(String(decoding: out, as: UTF8.self) == "HTTP/1.1 \(code) \(status.reason)\r\n")
        }
        #expect(HTTPStatus(99) == nil && HTTPStatus(1000) == nil)
    }

    @Test("chunks are written as they are read")
    func chunks() throws {
        var trailers = HTTPFields()
        try trailers.append("X-Sum", "1")
        try trailers.append(.contentLength, "5")
        var out = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        out.appendChunk(Array("hello".utf8).span)
        out.appendChunk(Array("hello".utf8)[0..<0].span)
        out.appendChunkHeader(27)
        out.append(contentsOf: Array(repeating: UInt8(ascii: "x"), count: 27))
        out.appendChunkEnd()
        out.appendLastChunk(trailers: trailers)
        #expect(
            ResponseTrace(out).events.suffix(2) == [
                .body("hello" + String(repeating: "x", count: 27)), .end(["X-Sum: 1"]),
            ])
    }
}
