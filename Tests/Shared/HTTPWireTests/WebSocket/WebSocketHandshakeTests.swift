import HTTPWire
import Testing

/// A hash that is not SHA-1, but tells its inputs apart: the true one is tested where libcrypto is.
private func otherHash(_ bytes: Span<UInt8>) -> [UInt8] {
    var hash = [UInt8](repeating: 1, count: 20)
    for index in bytes.indices { hash[index % 20] = hash[index % 20] &* 31 &+ bytes[index] }
    return hash
}

/// SHA-1 of the key of RFC 6455, 1.3, with its suffix, as the RFC prints it.
private let printedDigest: [UInt8] = [
    0xb3, 0x7a, 0x4f, 0x2c, 0xc0, 0x62, 0x4f, 0x16, 0x90, 0xf6, 0x46, 0x06, 0xcf, 0x38, 0x59, 0x45, 0xb2, 0xbe, 0xc4,
    0xea,
]

private let printedKey = "dGhlIHNhbXBsZSBub25jZQ=="

private func fields(_ lines: [(HTTPFieldName, String)]) -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in lines {
        do { try fields.append(name, value) } catch { Issue.record("\(value) is no field value") }
    }
    return fields
}

private func head(
    _ fields: HTTPFields, method: HTTPMethod = .get, version: HTTPVersion = .http11
) throws -> HTTPRequestHead {
    let target = try HTTPTarget(method == .connect ? "example.org:80" : "/chat", for: method)
    return HTTPRequestHead(method: method, target: target, version: version, fields: fields)
}

@Suite("WebSocket handshake, server")
struct WebSocketOfferTests {
    static let good: [(HTTPFieldName, String)] = [
        (.host, "example.org"), (.upgrade, "websocket"), (.connection, "keep-alive, Upgrade"),
        (.secWebSocketKey, printedKey), (.secWebSocketVersion, "13"), (.origin, "https://example.org"),
    ]

    static func without(_ name: HTTPFieldName, then lines: [(HTTPFieldName, String)] = []) -> HTTPFields {
        fields(good.filter { $0.0 != name } + lines)
    }

    @Test("a good request is an offer, answered as RFC 6455 prints it")
    func printed() throws {
        let offer = try WebSocketOffer(head(fields(Self.good)), framing: .none) {
            $0 == "https://example.org"
        }
        #expect(offer.key == Array(printedKey.utf8))
        #expect(offer.origin == "https://example.org")
        let answer = offer.acceptance { text in
            #expect(text.count == 60)
            return printedDigest
        }
        #expect(answer.all(.secWebSocketAccept) == ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
        #expect(answer.all(.upgrade) == ["websocket"])
        #expect(answer.all(.connection) == ["Upgrade"])
        #expect(!answer.contains(.secWebSocketProtocol))
    }

    @Test("names and tokens are read in any case, among others")
    func tolerance() throws {
        let relaxed = Self.without(.upgrade, then: [(.upgrade, "h2c, WebSocket")])
        _ = try WebSocketOffer(head(relaxed), framing: .none) { _ in true }
    }

    static let bad: [(what: String, fields: HTTPFields, fault: WebSocketHandshakeFault)] = [
        ("no Upgrade", without(.upgrade), .notAnUpgrade),
        ("another protocol", without(.upgrade, then: [(.upgrade, "h2c")]), .notAnUpgrade),
        ("a protocol that only begins like it", without(.upgrade, then: [(.upgrade, "websocket2")]), .notAnUpgrade),
        ("no Connection", without(.connection), .notAnUpgrade),
        ("Connection without upgrade", without(.connection, then: [(.connection, "keep-alive")]), .notAnUpgrade),
        ("no version", without(.secWebSocketVersion), .versionNotSupported),
        ("version 8", without(.secWebSocketVersion, then: [(.secWebSocketVersion, "8")]), .versionNotSupported),
        ("version 013", without(.secWebSocketVersion, then: [(.secWebSocketVersion, "013")]), .versionNotSupported),
        ("two versions", without(.range, then: [(.secWebSocketVersion, "13")]), .versionNotSupported),
        ("no key", without(.secWebSocketKey), .keyInvalid),
        ("two keys", without(.range, then: [(.secWebSocketKey, printedKey)]), .keyInvalid),
        ("two origins", without(.range, then: [(.origin, "https://example.org")]), .originNotAllowed),
        ("a foreign origin", without(.origin, then: [(.origin, "https://evil.example")]), .originNotAllowed),
        ("a null origin", without(.origin, then: [(.origin, "null")]), .originNotAllowed),
        ("a subprotocol twice", without(.range, then: [(.secWebSocketProtocol, "a, a")]), .subprotocolInvalid),
        (
            "a subprotocol twice, apart",
            without(.range, then: [(.secWebSocketProtocol, "a"), (.secWebSocketProtocol, "a")]), .subprotocolInvalid
        ),
        (
            "a subprotocol that is no token", without(.range, then: [(.secWebSocketProtocol, "a b")]),
            .subprotocolInvalid
        ),
    ]

    @Test("each broken rule has its own refusal", arguments: bad)
    func refusals(what: String, fields: HTTPFields, fault: WebSocketHandshakeFault) {
        #expect(throws: fault, "\(what)") {
            try WebSocketOffer(head(fields), framing: .none) { $0 == "https://example.org" }
        }
    }

    @Test("only GET over HTTP/1.1 upgrades")
    func methodAndVersion() {
        for method in HTTPMethod.allCases where method != .get {
            #expect(throws: WebSocketHandshakeFault.notAnUpgrade) {
                try WebSocketOffer(head(fields(Self.good), method: method), framing: .none) { _ in true }
            }
        }
        #expect(throws: WebSocketHandshakeFault.notAnUpgrade) {
            try WebSocketOffer(head(fields(Self.good), version: .http10), framing: .none) { _ in true }
        }
    }

    static let keys: [(String, Bool)] = [
        (printedKey, true), ("AAAAAAAAAAAAAAAAAAAAAA==", true), ("/+8wxyz019ABCDEFabcdeg==", true),
        // The last digit carries four bits that must be zero.
        ("AAAAAAAAAAAAAAAAAAAAAB==", false), ("AAAAAAAAAAAAAAAAAAAAAP==", false),
        ("", false), ("AAAAAAAAAAAAAAAAAAAAAA=", false), ("AAAAAAAAAAAAAAAAAAAAAA", false),
        ("AAAAAAAAAAAAAAAAAAAA", false), ("AAAAAAAAAAAAAAAAAAAAAAA=", false), ("AAAAAAAAAAAAAAAAAAAAAAAA", false),
        ("AAAAAAAAAAAAAAAAAAA-AA==", false), ("AAAAAAAAAAA AAAAAAAAAA==", false), ("AAAAAAAAAA=AAAAAAAAAAA==", false),
        ("AAAAAAAAAAAAAAAAAAAAAA==AAAA", false), ("AAAAAAAAAAAAAAAAAAAAAé=", false),
    ]

    @Test("a key is base64 of exactly 16 bytes, written in the one correct way", arguments: keys)
    func key(text: String, isValid: Bool) {
        let request = Self.without(.secWebSocketKey, then: [(.secWebSocketKey, text)])
        if isValid {
            #expect(throws: Never.self) {
                try WebSocketOffer(head(request), framing: .none) { _ in true }
            }
        } else {
            #expect(throws: WebSocketHandshakeFault.keyInvalid) {
                try WebSocketOffer(head(request), framing: .none) { _ in true }
            }
        }
    }

    @Test("the server's preference among the offered subprotocols decides, and is confirmed")
    func subprotocols() throws {
        let request = Self.without(
            .range, then: [(.secWebSocketProtocol, "chat, v2.chat"), (.secWebSocketProtocol, "x")])
        let offer = try WebSocketOffer(head(request), framing: .none) { _ in true }
        #expect(offer.subprotocols == ["chat", "v2.chat", "x"])
        #expect(offer.subprotocol(among: ["y", "v2.chat", "chat"]) == "v2.chat")
        #expect(offer.subprotocol(among: ["Chat"]) == nil)
        #expect(offer.acceptance(subprotocol: "chat", sha1: otherHash).all(.secWebSocketProtocol) == ["chat"])
    }

    @Test("16 subprotocols are read, 17 are refused")
    func subprotocolLimit() throws {
        let names = (0..<WebSocketLimits.subprotocolsMax).map { "p\($0)" }
        let most = Self.without(.range, then: [(.secWebSocketProtocol, names.joined(separator: ","))])
        let offer = try WebSocketOffer(head(most), framing: .none) { _ in true }
        #expect(offer.subprotocols == names)
        let more = Self.without(.range, then: [(.secWebSocketProtocol, (names + ["one-more"]).joined(separator: ","))])
        #expect(throws: WebSocketHandshakeFault.subprotocolInvalid) {
            try WebSocketOffer(head(more), framing: .none) { _ in true }
        }
    }

    @Test("a refusal has the status and fields it needs")
    func statuses() {
        #expect(WebSocketHandshakeFault.versionNotSupported.status == .upgradeRequired)
        #expect(WebSocketHandshakeFault.versionNotSupported.fields.all(.secWebSocketVersion) == ["13"])
        #expect(WebSocketHandshakeFault.notAnUpgrade.fields.all(.upgrade) == ["websocket"])
        #expect(WebSocketHandshakeFault.keyInvalid.status == .badRequest)
        #expect(WebSocketHandshakeFault.keyInvalid.fields.isEmpty)
        #expect(WebSocketHandshakeFault.originNotAllowed.status == .forbidden)
        let labels =
            WebSocketHandshakeFault.allCases.map { "\($0.label)" } + WebSocketAnswerFault.allCases.map { "\($0.label)" }
        #expect(Set(labels).count == labels.count)
    }

    @Test("no body may come with it")
    func body() throws {
        _ = try WebSocketOffer(head(fields(Self.good)), framing: .length(0)) { _ in true }
        for framing in [HTTPBodyFraming.length(1), .chunked] {
            #expect(throws: WebSocketHandshakeFault.bodyNotAllowed) {
                try WebSocketOffer(head(fields(Self.good)), framing: framing) { _ in true }
            }
        }
    }
}

@Suite("WebSocket handshake, client")
struct WebSocketExpectationTests {
    /// What a correct server answers to `expectation`, through our own server's rules.
    static func answer(to expectation: WebSocketExpectation, subprotocol: String? = nil) throws -> HTTPFields {
        var request = HTTPFields()
        try expectation.append(to: &request)
        let offer = try WebSocketOffer(head(request), framing: .none) { $0 == nil }
        return offer.acceptance(subprotocol: subprotocol, sha1: otherHash)
    }

    static let own = WebSocketExpectation(nonce: Array("the sample nonce".utf8), subprotocols: ["a", "b"])

    @Test("our request is what RFC 6455 prints, and our server's answer to it is believed")
    func agreement() throws {
        var request = HTTPFields()
        try Self.own.append(to: &request)
        #expect(request.all(.secWebSocketKey) == [printedKey])
        #expect(request.all(.secWebSocketProtocol) == ["a, b"])
        let answer = try Self.answer(to: Self.own, subprotocol: "b")
        #expect(try Self.own.check(status: .switchingProtocols, fields: answer, sha1: otherHash) == "b")
        let plain = try Self.answer(to: Self.own)
        #expect(try Self.own.check(status: .switchingProtocols, fields: plain, sha1: otherHash) == nil)
    }

    static let wrong:
        [(what: String, change: @Sendable (inout HTTPFields) throws -> Void, fault: WebSocketAnswerFault)] = [
            ("no Upgrade", { $0.removeAll(.upgrade) }, .otherProtocol),
            ("another protocol", { try $0.set(.upgrade, "h2c") }, .otherProtocol),
            ("two protocols", { try $0.append(.upgrade, "h2c") }, .otherProtocol),
            ("no Connection", { $0.removeAll(.connection) }, .otherProtocol),
            ("Connection: close", { try $0.set(.connection, "close") }, .otherProtocol),
            ("no accept", { $0.removeAll(.secWebSocketAccept) }, .acceptInvalid),
            (
                "an accept of something else", { try $0.set(.secWebSocketAccept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") },
                .acceptInvalid
            ),
            (
                "two accepts", { try $0.append(.secWebSocketAccept, $0.first(.secWebSocketAccept) ?? "") },
                .acceptInvalid
            ),
            ("an extension", { try $0.append(.secWebSocketExtensions, "permessage-deflate") }, .extensionNotOffered),
            ("a subprotocol not offered", { try $0.append(.secWebSocketProtocol, "c") }, .subprotocolNotOffered),
            (
                "two subprotocols",
                {
                    try $0.append(.secWebSocketProtocol, "a")
                    try $0.append(.secWebSocketProtocol, "b")
                }, .subprotocolNotOffered
            ),
        ]

    @Test("each wrong answer is told apart", arguments: wrong)
    func faults(
        what: String, change: @Sendable (inout HTTPFields) throws -> Void, fault: WebSocketAnswerFault
    ) throws {
        var answer = try Self.answer(to: Self.own)
        try change(&answer)
        #expect(throws: fault, "\(what)") {
            try Self.own.check(status: .switchingProtocols, fields: answer, sha1: otherHash)
        }
    }

    @Test("only 101 switches", arguments: [HTTPStatus.ok, .badRequest, .continue, .upgradeRequired])
    func status(status: HTTPStatus) throws {
        let answer = try Self.answer(to: Self.own)
        #expect(throws: WebSocketAnswerFault.notSwitching) {
            try Self.own.check(status: status, fields: answer, sha1: otherHash)
        }
    }

    @Test("a relayed handshake is judged by the client's own key, and may agree on extensions")
    func relayed() throws {
        let request = fields(WebSocketOfferTests.good)
        let offer = try WebSocketOffer(head(request), framing: .none) { _ in true }
        let expectation = WebSocketExpectation(relaying: offer)
        var answer = offer.acceptance(sha1: otherHash)
        try answer.append(.secWebSocketExtensions, "permessage-deflate")
        #expect(try expectation.check(status: .switchingProtocols, fields: answer, sha1: otherHash) == nil)
        try answer.set(.secWebSocketAccept, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        #expect(throws: WebSocketAnswerFault.acceptInvalid) {
            try expectation.check(status: .switchingProtocols, fields: answer, sha1: otherHash)
        }
    }
}
