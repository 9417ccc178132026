import HTTPWire

/// One raw response and what has to come of it however it is cut.
struct ResponseCase: CustomStringConvertible, Sendable {
    let row: Int
    let name: String
    let bytes: [UInt8]
    let method: HTTPMethod
    let offersUpgrade: Bool
    let keepsAlive: Bool
    let events: [ResponseTrace.Event]
    var description: String { "row \(row): \(name)" }

    /// The characters of `text` are bytes: "\u{ff}" is the byte 255.
    init(
        _ row: Int, _ name: String, _ text: String, to method: HTTPMethod = .get, offersUpgrade: Bool = false,
        keepsAlive: Bool = false, _ events: [ResponseTrace.Event]
    ) {
        self.row = row
        self.name = name
        bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        self.method = method
        self.offersUpgrade = offersUpgrade
        self.keepsAlive = keepsAlive
        self.events = events
    }

    static let all = framed + broken + interim

    private static let ok = "200 OK HTTP/1.1"

    /// Row 100 as a client sees it, and the ways a body ends.
    private static let framed: [ResponseCase] = [
        ResponseCase(
            100, "a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", keepsAlive: true,
            [.head("\(ok) | Content-Length: 2", .length(2)), .body("hi"), .end([])]),
        ResponseCase(
            100, "chunks and a trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\nSet-Cookie: a\r\n\r\n",
            keepsAlive: true,
            [.head("\(ok) | Transfer-Encoding: chunked", .chunked), .body("hi"), .end(["X-Sum: 1"])]),
        ResponseCase(
            100, "until the connection ends", "HTTP/1.1 200 OK\r\n\r\nhi",
            [.head(ok, .untilClose), .body("hi"), .end([])]),
        ResponseCase(
            100, "204 has no body", "HTTP/1.1 204 No Content\r\n\r\n", keepsAlive: true,
            [.head("204 No Content HTTP/1.1", .none), .end([])]),
        ResponseCase(
            100, "304 has no body though it has a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            keepsAlive: true, [.head("304 Not Modified HTTP/1.1 | Content-Length: 5", .none), .end([])]),
        ResponseCase(
            99, "HEAD has no body though it has a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", to: .head,
            keepsAlive: true, [.head("\(ok) | Content-Length: 5", .none), .end([])]),
        ResponseCase(
            100, "no reason phrase", "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n", keepsAlive: true,
            [.head("299  HTTP/1.1 | Content-Length: 0", .length(0)), .end([])]),
        ResponseCase(
            100, "no reason phrase and no space", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", keepsAlive: true,
            [.head("\(ok) | Content-Length: 0", .length(0)), .end([])]),
        ResponseCase(
            86, "Connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            [.head("\(ok) | Connection: close | Content-Length: 0", .length(0)), .end([])]),
        ResponseCase(
            87, "1.0 without keep-alive", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
            [.head("200 OK HTTP/1.0 | Content-Length: 0", .length(0)), .end([])]),
        ResponseCase(
            88, "1.0 with keep-alive", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n",
            keepsAlive: true,
            [.head("200 OK HTTP/1.0 | Connection: Keep-Alive | Content-Length: 0", .length(0)), .end([])]),
    ]

    private static func fault(_ name: String, _ text: String, _ fault: HTTPParseFault) -> ResponseCase {
        ResponseCase(126, name, text, [.fault(fault)])
    }

    private static let broken: [ResponseCase] = [
        fault(
            "CL and TE", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            .contentLengthAndTransferEncoding),
        fault("two CL", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", .fieldDuplicated),
        fault("a bad CL", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", .contentLengthMalformed),
        fault("TE in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingBeforeHTTP11),
        fault("TE gzip", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .transferCodingUnsupported),
        fault("status 99", "HTTP/1.1 99 Low\r\n\r\n", .statusLineMalformed),
        fault("status 099", "HTTP/1.1 099 Low\r\n\r\n", .statusLineMalformed),
        fault("status 1000", "HTTP/1.1 1000 High\r\n\r\n", .statusLineMalformed),
        fault("status 20", "HTTP/1.1 20 OK\r\n\r\n", .statusLineMalformed),
        fault("status 2x0", "HTTP/1.1 2x0 OK\r\n\r\n", .statusLineMalformed),
        fault("two spaces", "HTTP/1.1  200 OK\r\n\r\n", .statusLineMalformed),
        fault("HTTP/0.9", "<html>hello</html>\r\n", .statusLineMalformed),
        fault("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", .versionUnsupported),
        fault("another protocol", "SSH-2.0-OpenSSH_9.2p1\r\n", .statusLineMalformed),
        fault("a version in lower case", "http/1.1 200 OK\r\n\r\n", .versionMalformed),
        fault("an empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", .statusLineMalformed),
        fault("a bare LF", "HTTP/1.1 200 OK\n\n", .bareLineFeed),
        fault("a folded field", "HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\n\r\n", .lineFolded),
        fault("no colon", "HTTP/1.1 200 OK\r\nX-A\r\n\r\n", .fieldNameMalformed),
        fault("a space before the colon", "HTTP/1.1 200 OK\r\nX-A : 1\r\n\r\n", .fieldNameMalformed),
        fault("NUL in a value", "HTTP/1.1 200 OK\r\nX-A: \u{0}\r\n\r\n", .forbiddenByte),
        fault(
            "a field of 64 KiB", "HTTP/1.1 200 OK\r\nX-A: \(String(repeating: "v", count: 65_536))\r\n\r\n",
            .fieldLineTooLong),
        fault("a status line without end", "HTTP/1.1 200 \(String(repeating: "k", count: 9000))", .statusLineTooLong),
        ResponseCase(
            126, "a bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello",
            [.head("\(ok) | Transfer-Encoding: chunked", .chunked), .fault(.chunkSizeMalformed)]),
        ResponseCase(
            126, "a body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
            [.head("\(ok) | Content-Length: 5", .length(5)), .body("hel"), .incomplete]),
        ResponseCase(
            126, "chunks cut off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            [.head("\(ok) | Transfer-Encoding: chunked", .chunked), .body("hello"), .incomplete]),
        ResponseCase(130, "nothing at all", "", [.incomplete]),
        ResponseCase(130, "a head cut off", "HTTP/1.1 200 OK\r\nConte", [.incomplete]),
        ResponseCase(
            129, "bytes after the response", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!",
            [.head("\(ok) | Content-Length: 2", .length(2)), .body("hi"), .end([]), .fault(.unexpectedBytes)]),
        ResponseCase(
            129, "a body where none may be", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi",
            [.head("204 No Content HTTP/1.1 | Content-Length: 2", .none), .end([]), .fault(.unexpectedBytes)]),
    ]

    private static let switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

    private static let interim: [ResponseCase] = [
        ResponseCase(
            127, "100 and 103 come first",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", keepsAlive: true,
            [.informational(100), .informational(103), .head("\(ok) | Content-Length: 0", .length(0)), .end([])]),
        ResponseCase(
            127, "eight interim responses at most",
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 9),
            Array(repeating: .informational(100), count: 8) + [.fault(.informationalsTooMany)]),
        ResponseCase(127, "101 nobody asked for", switching, [.fault(.unexpectedUpgrade)]),
        ResponseCase(
            111, "101 that was asked for, and bytes behind it", switching + "\u{2}\u{1}!", offersUpgrade: true,
            [
                .head("101 Switching Protocols HTTP/1.1 | Upgrade: websocket", .none), .end([]),
                .left("\u{2}\u{1}!"),
            ]),
    ]
}
