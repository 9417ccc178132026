import Bytes
import HTTPWire
import Testing

/// The rows decided by what a head says once it has been read, or by how one is written.
enum MessageRows {
    static let tested: Set<Int> = [86, 87, 88, 95, 96, 97, 98, 99, 101, 102, 103, 107, 108, 109, 110, 112, 116, 117]
}

private func head(_ text: String) throws -> HTTPRequestHead {
    var parser = HTTPRequestParser()
    var offset = 0
    let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
    guard case .head(let head, _)? = try parser.parse(bytes.span, from: &offset) else {
        throw HTTPParseFault.incomplete
    }
    return head
}

@Suite("what a request head says")
struct RequestHeadTests {
    @Test(
        "rows 86 to 88: whether the connection stays",
        arguments: [
            ("GET / HTTP/1.1\nHost: a\n\n", true),
            ("GET / HTTP/1.1\nHost: a\nConnection: close\n\n", false),
            ("GET / HTTP/1.1\nHost: a\nConnection: Upgrade, CLOSE\n\n", false),
            ("GET / HTTP/1.1\nHost: a\nConnection: keep-alive\nConnection: close\n\n", false),
            ("GET / HTTP/1.1\nHost: a\nConnection: closed\n\n", true),
            ("GET / HTTP/1.0\n\n", false),
            ("GET / HTTP/1.0\nConnection: Keep-Alive\n\n", true),
            ("GET / HTTP/1.0\nConnection: keep-alive, close\n\n", false),
        ])
    func keepsAlive(text: String, expected: Bool) throws {
        #expect(try head(text).keepsAlive == expected)
    }

    @Test(
        "rows 95 to 98: what is expected",
        arguments: [
            ("POST / HTTP/1.1\nHost: a\nContent-Length: 1\n\n", HTTPRequestHead.Expectation.none),
            ("POST / HTTP/1.1\nHost: a\nExpect: 100-Continue\nContent-Length: 1\n\n", .continuation),
            ("POST / HTTP/1.1\nHost: a\nExpect: tea\n\n", .unsupported),
            ("POST / HTTP/1.1\nHost: a\nExpect: 100-continue, tea\n\n", .unsupported),
            ("POST / HTTP/1.0\nExpect: 100-continue\nContent-Length: 1\n\n", .none),
        ])
    func expectation(text: String, expected: HTTPRequestHead.Expectation) throws {
        #expect(try head(text).expectation == expected)
    }

    static let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="

    @Test(
        "rows 107, 108 and 112: WebSocket and nothing else is an upgrade",
        arguments: [
            ("GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\n", true),
            ("GET / HTTP/1.1\nHost: a\nConnection: keep-alive, upgrade\nUpgrade: h2c, WebSocket\n\n", true),
            ("POST / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\n", false),
            ("GET / HTTP/1.1\nHost: a\nUpgrade: websocket\n\n", false),
            ("GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: quic\n\n", false),
            ("GET / HTTP/1.0\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\n", false),
            (
                "GET / HTTP/1.1\nHost: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: A\n\n",
                false
            ),
        ])
    func webSocket(text: String, expected: Bool) throws {
        #expect(try head(text).asksForWebSocket == expected)
    }

    @Test("row 110: two keys are refused before anyone looks at them")
    func twoKeys() {
        #expect(throws: HTTPParseFault.fieldDuplicated) {
            try head("GET / HTTP/1.1\nHost: a\n\(Self.key)\n\(Self.key)\n\n")
        }
    }

    @Test("row 116: nothing of the connection is forwarded, nor what Connection names")
    func hopByHop() throws {
        let head = try head(
            """
            GET / HTTP/1.1
            Host: a
            Connection: X-Drop, Keep-Alive , Accept
            Keep-Alive: 5
            X-Keep: 1
            x-drop: 2
            Accept: b
            Proxy-Connection: c
            TE: trailers
            Trailer: d
            Upgrade: h2c
            HTTP2-Settings: e
            Proxy-Authorization: f
            X-Odd:g
            X-Two:  h
            X-Tail: i\u{20}
            X-Last: j


            """)
        var out: [UInt8] = []
        head.fields.encode(into: &out, omitting: .hopByHop, omitsConnectionNamed: true)
        #expect(
            String(decoding: out, as: UTF8.self)
                == "Host: a\r\nX-Keep: 1\r\nX-Odd: g\r\nX-Two: h\r\nX-Tail: i\r\nX-Last: j\r\n")
    }

    @Test("row 117: a Connection that names a protected field is recognised")
    func protectedNames() throws {
        let head = try head("GET / HTTP/1.1\nHost: a\nConnection: close, X-User-ID, Authorization\n\n")
        #expect(head.fields.connectionNames(anyOf: [.authorization]))
        #expect(head.fields.connectionNames(anyOf: [.host], custom: ["x-user-id"]))
        #expect(!head.fields.connectionNames(anyOf: [.host], custom: ["x-role"]))
    }
}
