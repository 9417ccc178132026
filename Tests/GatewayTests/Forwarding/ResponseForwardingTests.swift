import HTTPWire
import Identifiers
import PlatformProtocol
import Testing

@testable import GatewayCore

@Suite("What a client receives")
struct ResponseForwardingTests {
    static let date = Array("Sat, 21 Nov 2026 03:00:00 GMT".utf8)

    let limiter: RateLimiter

    init() throws {
        limiter = try RateLimiter(policies: [RateLimitPolicy(name: "default", limit: 100, windowSeconds: 10)])
    }

    private func forward(
        _ status: Int = 200, _ lines: [(String, String)] = [], framing: HTTPResponseFraming = .length(5),
        method: HTTPMethod = .get, version: HTTPVersion = .http11, keepsAlive: Bool = true,
        classification: DataClassification = .confidential, isEncrypted: Bool = false, isLimited: Bool = false
    ) throws -> (lines: [String], framing: HTTPResponseFraming, keepsAlive: Bool) {
        var fields = HTTPFields()
        for (name, value) in lines { try fields.append(HTTPFieldName(name), value) }
        let head = HTTPResponseHead(status: try #require(HTTPStatus(status)), fields: fields)
        var exchange = HTTPExchange(method: method, version: version, keepsAlive: keepsAlive)
        let charge = RateLimitCharge(policy: RateLimitPolicyIndex(place: 0), key: RateLimitKey(bits: 1))
        let context = ResponseForwarding.Context(
            requestID: ForwardingBench.requestID, classification: classification,
            limits: isLimited ? limiter.admit(charge, at: 0) : nil)
        var out: [UInt8] = []
        let following = ResponseForwarding(isEncrypted: isEncrypted).append(
            head, framing: framing, for: &exchange, context: context, limiter: limiter, date: Self.date, into: &out)
        return (try ForwardingBench.lines(out), following, exchange.keepsAlive)
    }

    @Test("a plain response arrives as it was, with what the gateway adds")
    func plain() throws {
        let sent = try forward(
            200, [("Content-Type", "application/json"), ("ETag", "\"3\""), ("Content-Length", "5")], isLimited: true)
        #expect(
            sent.lines == [
                "HTTP/1.1 200 OK", "Content-Type: application/json", "ETag: \"3\"",
                "Date: Sat, 21 Nov 2026 03:00:00 GMT", "X-Request-ID: 01900000-0000-7000-8000-000000000001",
                "RateLimit-Policy: \"default\";q=100;w=10", "RateLimit: \"default\";r=99;t=10",
                "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Referrer-Policy: no-referrer",
                "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
                "X-Data-Classification: confidential", "Content-Length: 5",
            ])
        #expect(sent.framing == .length(5))
    }

    @Test("a head has room for everything the gateway adds", arguments: [101, 200, 204, 304])
    func everything(status: Int) throws {
        for classification in DataClassification.allCases {
            for framing in [HTTPResponseFraming.length(.max), .chunked] {
                let sent = try forward(
                    status, framing: framing, keepsAlive: false, classification: classification, isEncrypted: true,
                    isLimited: true)
                #expect(sent.lines.values("X-Data-Classification") == ["\(classification.name)"])
                #expect(sent.lines.values("X-Frame-Options") == ["DENY"] && sent.lines.values("RateLimit").count == 1)
            }
        }
    }

    @Test(
        "what is for one connection, ours to say, or nobody's business does not pass",
        arguments: [
            ("Server", "booking/1"), ("Connection", "X-Hop"), ("X-Hop", "value"), ("Keep-Alive", "timeout=9"),
            ("Transfer-Encoding", "gzip"), ("Upgrade", "h2c"), ("Proxy-Authenticate", "Basic"), ("Trailer", "X-T"),
            ("X-Powered-By", "us"), ("X-Internal-Host", "db1"), ("X-Rishi-Node", "n1"), ("Via", "1.1 inner"),
            ("X-Request-ID", "theirs"), ("RateLimit", "\"inner\";r=1"), ("RateLimit-Policy", "\"inner\";q=1"),
        ])
    func dropped(name: String, value: String) throws {
        let sent = try forward(200, [("Accept-Ranges", "none"), (name, value), ("Connection", "x-hop")])
        #expect(!sent.lines.contains("\(name): \(value)"), "\(sent.lines)")
        #expect(sent.lines.contains("Accept-Ranges: none"))
    }

    @Test("a service's own protections and date stand, and are not written twice")
    func notTwice() throws {
        let given = [
            ("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'self'"),
            ("Date", "Fri, 20 Nov 2026 03:00:00 GMT"), ("X-Frame-Options", "SAMEORIGIN"),
            ("Referrer-Policy", "origin"), ("Strict-Transport-Security", "max-age=1"),
        ]
        let sent = try forward(200, given, isEncrypted: true)
        for (name, value) in given { #expect(sent.lines.values(name) == [value]) }
        #expect(
            try forward(isEncrypted: true).lines.values("Strict-Transport-Security")
                == ["max-age=31536000; includeSubDomains"])
        #expect(try forward().lines.values("Strict-Transport-Security").isEmpty)
    }

    @Test("a Connection field of a service cannot take away what the client needs")
    func connection() throws {
        let sent = try forward(200, [("Connection", "Content-Type, ETag"), ("Content-Type", "a/b"), ("ETag", "\"1\"")])
        #expect(sent.lines.values("Content-Type") == ["a/b"] && sent.lines.values("ETag") == ["\"1\""])
    }

    static let framingTable:
        [(
            status: Int, method: HTTPMethod, version: HTTPVersion, given: HTTPResponseFraming,
            length: [String], coding: [String], following: HTTPResponseFraming, keepsAlive: Bool
        )] = [
            (200, .get, .http11, .length(5), ["5"], [], .length(5), true),
            (200, .get, .http11, .length(0), ["0"], [], .none, true),
            (200, .get, .http11, .none, ["0"], [], .none, true),
            (200, .get, .http11, .chunked, [], ["chunked"], .chunked, true),
            (200, .get, .http11, .untilClose, [], ["chunked"], .chunked, true),
            (200, .get, .http10, .chunked, [], [], .untilClose, false),
            (200, .get, .http10, .untilClose, [], [], .untilClose, false),
            (200, .get, .http10, .length(5), ["5"], [], .length(5), true),
            (200, .head, .http11, .none, ["7"], [], .none, true),
            (204, .get, .http11, .none, [], [], .none, true),
            (304, .get, .http11, .none, ["7"], [], .none, true),
            (404, .post, .http11, .length(3), ["3"], [], .length(3), true),
        ]

    @Test("there is exactly the framing that status, method and version allow", arguments: framingTable)
    func framing(
        status: Int, method: HTTPMethod, version: HTTPVersion, given: HTTPResponseFraming, length: [String],
        coding: [String], following: HTTPResponseFraming, keepsAlive: Bool
    ) throws {
        let sent = try forward(
            status, [("Content-Length", "7")], framing: given, method: method, version: version)
        #expect(sent.lines.values("Content-Length") == length)
        #expect(sent.lines.values("Transfer-Encoding") == coding)
        #expect(sent.framing == following && sent.keepsAlive == keepsAlive)
        #expect(
            sent.lines.values("Connection") == (!keepsAlive ? ["close"] : version == .http10 ? ["keep-alive"] : []))
    }

    @Test("a connection that is to end says so")
    func close() throws {
        #expect(try forward(keepsAlive: false).lines.values("Connection") == ["close"])
    }

    @Test("what tells of persons is never stored on the way", arguments: DataClassification.allCases)
    func classification(_ classification: DataClassification) throws {
        let sent = try forward(200, [("Cache-Control", "max-age=60")], classification: classification)
        let isStorable = classification.mayBeCached
        #expect(sent.lines.values("Cache-Control") == [isStorable ? "max-age=60" : "no-store"])
        #expect(sent.lines.values("X-Data-Classification") == [classification.name.description])
    }

    @Test("interim responses and switched protocols have no framing")
    func interim() throws {
        let hints = try forward(103, [("Link", "</a>; rel=preload"), ("Server", "x")], framing: .none)
        #expect(hints.lines == ["HTTP/1.1 103 Early Hints", "Link: </a>; rel=preload"])
        let switched = try forward(
            101, [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", "k")], framing: .none)
        #expect(switched.lines.values("Connection") == ["Upgrade"] && switched.lines.values("Upgrade") == ["websocket"])
        #expect(switched.lines.values("Sec-WebSocket-Accept") == ["k"])
        #expect(switched.lines.values("Content-Length").isEmpty && switched.framing == .none)
    }
}
