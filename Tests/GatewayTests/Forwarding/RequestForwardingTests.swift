import HTTPWire
import Identifiers
import Observability
import TestKit
import Testing

@testable import GatewayCore

@Suite("What a service receives")
struct RequestForwardingTests {
    @Test("a plain request arrives as it was, with what the gateway adds")
    func plain() throws {
        let lines = try ForwardingBench().forward([
            "User-Agent: curl/8", "Accept: application/json", "If-Match: \"3\"", "X-Custom: 1",
            "Authorization: Bearer outside",
        ])
        #expect(
            lines == [
                "GET /api/v1/bookings HTTP/1.1", "Host: 10.0.0.5:3001", "User-Agent: curl/8",
                "Accept: application/json", "If-Match: \"3\"", "X-Custom: 1",
                "Authorization: Bearer internal.token.bytes", "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Proto: http", "X-Forwarded-Host: rishi.example", "Via: 1.1 rishi",
                "X-Request-ID: 01900000-0000-7000-8000-000000000001",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ])
    }

    @Test("a head has room for everything the gateway adds, each at its longest")
    func longest() throws {
        let address = "1111:2222:3333:4444:5555:6666:7777:8888"
        var bench = ForwardingBench()
        bench.peer = address
        bench.proxies = TrustedProxies([try #require(IPNetwork("::/0"))])
        bench.token = Array(repeating: UInt8(ascii: "t"), count: 9000)
        bench.upgrades = true
        let hops = [String](repeating: address, count: 16).joined(separator: ", ")
        let host = String(repeating: "h", count: 4000) + ":65535"
        let head = try ForwardingBench.request(
            "OPTIONS / HTTP/1.1",
            ["Host: a", "Max-Forwards: 999999999", "X-Forwarded-For: \(hops)", "X-Forwarded-Host: \(host)"])
        for body in [HTTPBodyFraming.length(.max), .chunked] {
            let lines = try bench.forward(head, body: body)
            #expect(lines.values("X-Forwarded-For") == ["\(hops), \(address)"])
            #expect(lines.values("X-Forwarded-Host") == [host] && lines.values("Max-Forwards") == ["999999998"])
            #expect(lines.values("Authorization")[0].utf8.count == 9000)
        }
    }

    @Test("lines that are not written canonically are written so")
    func spacing() throws {
        let lines = try ForwardingBench().forward(["Accept:application/json", "X-A:  1 \t", "X-B: 2", "X-C:"])
        #expect(lines[2...5] == ["Accept: application/json", "X-A: 1", "X-B: 2", "X-C: "])
    }

    static let impostors = [
        "X-User-Id: 1", "X-USER-ID: 1", "x-user: 1", "X-Role: platform_admin", "X-Roles: a", "X-Internal-Token: t",
        "X-Geo-State: CA", "X-Rishi-Org: 1", "X-Org-Id: 1", "X-Organization: 1", "X-Tenant-ID: 1",
        "X-Authenticated-User: 1", "X-Auth-Token: 1", "X-Forwarded-User: 1", "X-Forwarded-For: 9.9.9.9",
        "X-Forwarded-Host: evil", "X-Forwarded-Proto: https", "X-Forwarded-Port: 1", "X-Forwarded-Prefix: /x",
        "Forwarded: for=9.9.9.9", "X-Real-IP: 9.9.9.9", "X-Client-IP: 9.9.9.9", "True-Client-IP: 9.9.9.9",
        "CF-Connecting-IP: 9.9.9.9", "X-Original-URL: /admin", "X-Rewrite-URL: /admin",
        "X-HTTP-Method-Override: DELETE", "X-Method-Override: DELETE", "X-Request-ID: mine", "X-Correlation-ID: mine",
        "Proxy: http://evil", "Proxy-Authorization: Basic eA==", "Remote-User: root", "X-Scopes: all",
        "X-Subject: root", "X-Identity: root", "X-Service: booking", "X-Data-Classification: public",
        "Authorization: Bearer outside", "Keep-Alive: timeout=5", "TE: trailers", "Trailer: X", "Upgrade: h2c",
        "HTTP2-Settings: AAA", "Proxy-Connection: keep-alive", "Expect: 100-continue", "RateLimit: \"a\";r=1",
        "tracestate: a=b",
    ]

    @Test("a field by which a caller could be taken for another never passes", arguments: impostors)
    func stripped(line: String) throws {
        let lines = try ForwardingBench().forward(["Accept: kept", line, "X-After: kept"])
        let value = line.drop { $0 != ":" }.dropFirst(2)
        #expect(!lines.contains { $0.hasSuffix(": " + value) }, "\(lines)")
        #expect(lines.contains("Accept: kept") && lines.contains("X-After: kept"))
    }

    @Test("of fields that must be there once there is one, the gateway's", arguments: [true, false])
    func once(hasToken: Bool) throws {
        var bench = ForwardingBench()
        if !hasToken { bench.token = [] }
        let lines = try bench.forward(impostorsTogether)
        #expect(lines.values("Authorization") == (hasToken ? ["Bearer internal.token.bytes"] : []))
        for name in ["Host", "X-Request-ID", "traceparent", "Via", "X-Forwarded-For", "X-Forwarded-Proto"] {
            #expect(lines.values(name).count == 1, "\(name)")
        }
    }

    private var impostorsTogether: [String] {
        Self.impostors.filter { !$0.hasPrefix("Upgrade") && !$0.hasPrefix("Expect") }
    }

    static let named: [(value: String, extra: [String], outcome: ForwardingFault?)] = [
        ("close", [], nil), ("Keep-Alive", ["Keep-Alive: timeout=5"], nil), ("upgrade", ["Upgrade: h2c"], nil),
        ("X-Hop", ["X-Hop: 1"], nil), ("close, x-HOP , X-Other", ["X-Hop: 1", "X-Other: 1"], nil),
        ("TE, HTTP2-Settings, Proxy-Connection", [], nil),
        ("Authorization", [], .connectionNamesProtectedField),
        ("close, authorization", ["Authorization: Bearer x"], .connectionNamesProtectedField),
        ("X-User-Id", [], .connectionNamesProtectedField), ("x-internal-token", [], .connectionNamesProtectedField),
        ("Host", [], .connectionNamesProtectedField), ("Content-Length", [], .connectionNamesProtectedField),
        ("Transfer-Encoding", [], .connectionNamesProtectedField),
        ("Content-Type", [], .connectionNamesProtectedField), ("Cookie", [], .connectionNamesProtectedField),
        ("Idempotency-Key", [], .connectionNamesProtectedField), ("If-Match", [], .connectionNamesProtectedField),
        ("traceparent", [], .connectionNamesProtectedField), ("X-Forwarded-For", [], .connectionNamesProtectedField),
        ("X-Request-ID", [], .connectionNamesProtectedField), ("Via", [], .connectionNamesProtectedField),
        ("bad name", [], .connectionMalformed), ("\"quoted\"", [], .connectionMalformed),
        ((1...16).map { "x\($0)" }.joined(separator: ","), [], nil),
        ((1...17).map { "x\($0)" }.joined(separator: ","), [], .connectionMalformed),
    ]

    @Test("Connection may take custom fields away and nothing a service relies on", arguments: named)
    func connection(value: String, extra: [String], outcome: ForwardingFault?) throws {
        let lines = ["Connection: \(value)", "X-Kept: 1"] + extra
        guard let outcome else {
            let sent = try ForwardingBench().forward(lines)
            #expect(sent.values("Connection").isEmpty && sent.values("X-Kept") == ["1"])
            for line in extra { #expect(!sent.contains(line)) }
            return
        }
        #expect(throws: outcome) { try ForwardingBench().forward(lines) }
    }

    @Test(
        "a request that could have a body and has none says so", arguments: ["POST", "PUT", "PATCH", "GET", "DELETE"])
    func emptyBody(method: String) throws {
        let lines = try ForwardingBench().forward("\(method) / HTTP/1.1", [])
        #expect(lines.values("Content-Length") == (["GET", "DELETE"].contains(method) ? [] : ["0"]))
    }

    @Test("our own name in Via is a loop, another's is not")
    func via() throws {
        for value in ["1.1 rishi", "1.0 a, 1.1 RISHI", "HTTP/1.1 rishi (comment)", "1.1\trishi(x)"] {
            #expect(throws: ForwardingFault.loop, "\(value)") { try ForwardingBench().forward(["Via: \(value)"]) }
        }
        let lines = try ForwardingBench().forward(["Via: 1.1 rishi2", "Via: 1.0 edge (rishi)"])
        #expect(lines.values("Via") == ["1.1 rishi2", "1.0 edge (rishi)", "1.1 rishi"])
        #expect(try ForwardingBench().forward("GET / HTTP/1.0", []).values("Via") == ["1.0 rishi"])
    }

    @Test("a pseudonym is a token of at most 64 bytes")
    func pseudonym() {
        #expect(Via(pseudonym: "") == nil)
        #expect(Via(pseudonym: "a b") == nil)
        #expect(Via(pseudonym: "a\r\nX: y") == nil)
        #expect(Via(pseudonym: String(repeating: "a", count: 64)) != nil)
        #expect(Via(pseudonym: String(repeating: "a", count: 65)) == nil)
    }

    @Test("Max-Forwards counts down with OPTIONS and ends here at zero")
    func maxForwards() throws {
        let options = "OPTIONS /api/v1/bookings HTTP/1.1"
        #expect(try ForwardingBench().forward(options, ["Max-Forwards: 10"]).values("Max-Forwards") == ["9"])
        #expect(throws: ForwardingFault.forwardsUsedUp) {
            try ForwardingBench().forward(options, ["Max-Forwards: 0"])
        }
        for value in ["", "-1", "x", "1234567890", "1, 2"] {
            #expect(throws: ForwardingFault.maxForwardsMalformed, "\(value)") {
                try ForwardingBench().forward(options, ["Max-Forwards: \(value)"])
            }
        }
        #expect(try ForwardingBench().forward(["Max-Forwards: 0"]).values("Max-Forwards") == ["0"])
    }

    @Test("a trusted proxy is believed about scheme and host, and only if it says one thing")
    func trusted() throws {
        var bench = ForwardingBench()
        bench.proxies = TrustedProxies([try #require(IPNetwork("203.0.113.0/24"))])
        let lines = try bench.forward([
            "X-Forwarded-Proto: https", "X-Forwarded-Host: www.example", "X-Forwarded-For: 1.1.1.1",
        ])
        #expect(lines.values("X-Forwarded-Proto") == ["https"])
        #expect(lines.values("X-Forwarded-Host") == ["www.example"])
        #expect(lines.values("X-Forwarded-For") == ["1.1.1.1, 203.0.113.9"])
        let twice = try bench.forward([
            "X-Forwarded-Proto: https", "X-Forwarded-Proto: http", "X-Forwarded-Host: a", "X-Forwarded-Host: b",
        ])
        #expect(twice.values("X-Forwarded-Proto") == ["http"])
        #expect(twice.values("X-Forwarded-Host") == ["rishi.example"])
        #expect(try bench.forward(["X-Forwarded-Proto: gopher"]).values("X-Forwarded-Proto") == ["http"])
        bench.isEncrypted = true
        #expect(try bench.forward([]).values("X-Forwarded-Proto") == ["https"])
        #expect(try bench.forward(["X-Forwarded-Proto: HTTP"]).values("X-Forwarded-Proto") == ["http"])
    }

    static let targetTable: [(raw: String, alias: String?, canonical: String, sent: String)] = [
        ("/api/v1/bookings?x=1&y=%20", nil, "", "/api/v1/bookings?x=1&y=%20"),
        ("/api//v1/./bookings/a%20b", nil, "", "/api/v1/bookings/a%20b"),
        ("/api/roster/7?week=3", "/api/roster", "/api/v1/staff/roster", "/api/v1/staff/roster/7?week=3"),
        ("/api/x/../items/a%20b?c", "/api/items", "/api/v1/kits/items", "/api/v1/kits/items/a%20b?c"),
        ("/api/kits", "/api/kits", "/api/v1/kits", "/api/v1/kits"),
        ("http://rishi.example/api/shifts/1", "/api/shifts", "/api/v1/staff/shifts", "/api/v1/staff/shifts/1"),
    ]

    @Test("the target goes out in normal form, an alias as what it stands for", arguments: targetTable)
    func targets(raw: String, alias: String?, canonical: String, sent: String) throws {
        var bench = ForwardingBench()
        if let alias { bench.rewrite = (alias.utf8.count, Array(canonical.utf8)) }
        let lines = try bench.forward("PUT \(raw) HTTP/1.1", [])
        #expect(lines[0] == "PUT \(sent) HTTP/1.1")
    }

    @Test("the body's framing is written once, from what was parsed")
    func framing() throws {
        let head = try ForwardingBench.request(
            "POST /a HTTP/1.1", ["Host: a", "Content-Length: 5", "Content-Type: text/plain"])
        let known = try ForwardingBench().forward(head, body: .length(5))
        #expect(known.values("Content-Length") == ["5"] && known.values("Transfer-Encoding").isEmpty)
        let chunked = try ForwardingBench().forward(head, body: .chunked)
        #expect(chunked.values("Content-Length").isEmpty && chunked.values("Transfer-Encoding") == ["chunked"])
        #expect(chunked.values("Content-Type") == ["text/plain"])
    }

    @Test("an upgrade is passed on only when the gateway decided so")
    func upgrade() throws {
        let asked = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13"]
        let plain = try ForwardingBench().forward(asked)
        #expect(plain.values("Upgrade").isEmpty && plain.values("Connection").isEmpty)
        var bench = ForwardingBench()
        bench.upgrades = true
        let lines = try bench.forward(asked)
        #expect(lines.values("Upgrade") == ["websocket"] && lines.values("Connection") == ["Upgrade"])
        #expect(lines.values("Sec-WebSocket-Key") == ["x"])
    }

    @Test("tracestate travels on with a trace that goes on")
    func traceState() throws {
        var bench = ForwardingBench()
        bench.state = "a=b"
        #expect(try bench.forward(["tracestate: a=b"]).values("tracestate") == ["a=b"])
    }

    @Test("a refused request leaves the buffer as it was")
    func untouched() throws {
        let forwarding = RequestForwarding(via: try #require(Via(pseudonym: "rishi")), proxies: TrustedProxies())
        let head = try ForwardingBench.request("GET / HTTP/1.1", ["Host: a", "Connection: Host"])
        var out: [UInt8] = [1, 2, 3]
        let peer = try #require(IPAddress("1.1.1.1"))
        var source = SeededRandom(seed: 1)
        var random = FastRandom(seededFrom: &source)
        let context = RequestForwarding.Context(
            path: TrustedProxies().path(of: head.fields, from: peer), isEncrypted: false,
            requestID: ForwardingBench.requestID, trace: .init(startingFrom: &random, sampled: false))
        #expect(throws: ForwardingFault.connectionNamesProtectedField) {
            try forwarding.append(
                head, body: .none, to: [], token: [], context: context, into: &out)
        }
        #expect(out == [1, 2, 3])
    }

    @Test("random heads never let a reserved name through, whatever its case", arguments: [1, 2, 3] as [UInt64])
    func randomHeads(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for step in 0..<300 {
            var lines: [String] = []
            for _ in 0..<random.below(12) {
                let line = Self.impostors[Int(random.below(UInt64(Self.impostors.count)))]
                let name = line.prefix { $0 != ":" }
                guard !["Upgrade", "Expect", "Authorization"].contains(String(name)) else { continue }
                let mixed = name.map { random.below(2) == 0 ? $0.lowercased() : $0.uppercased() }.joined()
                lines.append(random.below(2) == 0 ? "\(mixed): evil\(step)" : "X-Fine\(random.below(9)): fine")
            }
            let sent = try ForwardingBench().forward(lines)
            #expect(!sent.contains { $0.contains("evil") }, "seed \(seed), step \(step): \(lines)")
            #expect(sent.filter { $0.hasSuffix(": fine") }.count == lines.filter { $0.hasSuffix(": fine") }.count)
        }
    }
}
