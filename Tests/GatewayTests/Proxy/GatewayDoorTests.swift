import EventLoop
import HTTPServer
import HTTPWire
import JSON
import JSONSchemaTestKit
import TestKit
import Testing

@testable import GatewayCore

/// Answers with what it was sent, so that a test sees what a service sees.
private let mirror = ResponseFunction { exchange in
    var text = "\(exchange.head.method.name) \(exchange.head.target.raw)\n"
    exchange.head.fields.forEachLine { _, name, value in
        text += String(decoding: name.indices.map { name[$0] }, as: UTF8.self) + ": "
        text += String(decoding: value.indices.map { value[$0] }, as: UTF8.self) + "\n"
    }
    let body = try await exchange.collectBody(upTo: 1 << 20)
    return Response(.ok, body: .bytes(Array((text + "\n" + String(decoding: body, as: UTF8.self)).utf8)))
}

@Suite("The gateway's door")
struct GatewayDoorTests {
    private let booking = "/api/v1/bookings/0190a6c2-7b1e-7cc3-98c4-dc0c0c073992"

    @Test("a caller with a good token reaches the service, which sees an internal token and nothing forged")
    func passes() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let token = try TestGateway.bearer()
            let response = try await gateway.get(
                booking + "?x=1", token, "X-User-Id: admin", "X-Internal-Role: root", "X-Forwarded-For: 1.2.3.4",
                "X-Keep: me")
            #expect(response.status == 200)
            #expect(response.body.hasPrefix("GET \(booking)?x=1\n"))
            #expect(response.body.contains("X-Keep: me\n"))
            #expect(response.body.contains("X-Forwarded-For: 127.0.0.1\n"))
            #expect(response.body.contains("X-Forwarded-Host: rishi.test\n"))
            #expect(response.body.contains("Via: 1.1 rishi\n"))
            #expect(response.body.contains("Authorization: Bearer "))
            #expect(!response.body.contains(token))
            #expect(!response.body.contains("X-User-Id"))
            #expect(!response.body.contains("X-Internal-Role"))
            #expect(response.hasField(named: "x-request-id"))
            #expect(response.hasField(named: "ratelimit"))
            #expect(response.has("x-content-type-options: nosniff"))
        }
    }

    static let refusals: [(name: String, fields: String, status: Int, code: String)] = [
        ("no token", "X: y", 401, "missing_token"),
        ("garbage", "Authorization: Bearer x.y.z", 401, "invalid_token"),
        ("another scheme", "Authorization: Basic YTpi", 401, "invalid_token"),
        ("two tokens in one field", "Authorization: Bearer a, Bearer b", 401, "invalid_token"),
        ("two fields", "Authorization: Bearer a\r\nAuthorization: Bearer b", 400, "malformed_request"),
    ]

    @Test("a bad credential never reaches the service", arguments: refusals)
    func refused(name: String, fields: String, status: Int, code: String) async throws {
        let reached = Recorded(0)
        let handler = ResponseFunction { _ in
            reached.update { $0 += 1 }
            return Response(.ok)
        }
        try await withGateway(service: handler) { gateway, _ in
            let response = try await gateway.get(booking, fields)
            #expect(response.status == status, "\(name)")
            #expect(response.body.contains("\"code\":\"\(code)\""))
            #expect(reached.value == 0)
        }
    }

    @Test("a token that is forged, expired, for others or in the query is 401 with the same words")
    func forged() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let tokens = [
                try TestGateway.bearer(secret: "another secret with more than thirty-two bytes"),
                try TestGateway.bearer(expiresIn: -60),
                try TestGateway.bearer { $0["aud"] = .string("others") },
                try TestGateway.bearer { $0["iss"] = .string("rishi:gateway") },
                try TestGateway.bearer { $0["exp"] = nil },
                try TestGateway.bearer(roles: ["superuser"]),
            ]
            for token in tokens {
                let response = try await gateway.get(booking, token)
                #expect(response.status == 401)
                #expect(response.has(#"www-authenticate: Bearer realm="rishi", error="invalid_token""#))
                #expect(response.body.contains("The access token is missing, malformed, expired or not accepted."))
            }
            let inQuery = try TestGateway.bearer().dropFirst("Authorization: Bearer ".count)
            #expect(try await gateway.get("\(booking)?access_token=\(inQuery)").status == 401)
        }
    }

    @Test("row 135: without an identity an unknown path below a service answers as a known one does")
    func noOracle() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            for path in [booking, "/api/v1/bookings/a/b/c/d", "/api/v1/bookings/"] {
                #expect(try await gateway.get(path).status == 401)
            }
            let token = try TestGateway.bearer()
            #expect(try await gateway.get("/api/v1/bookings/a/b/c/d", token).status == 404)
            #expect(try await gateway.get("/api/v1/bookingsX", token).status == 404)
        }
    }

    @Test("roles that may not are 403, methods that are not there 405 with Allow, OPTIONS needs no identity")
    func permissions() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let guest = try TestGateway.bearer(roles: ["guest"])
            let create = "POST /api/v1/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n"
            #expect(try await gateway.exchange(create + guest + "\r\n\r\n{}").status == 403)
            let manager = try TestGateway.bearer()
            #expect(try await gateway.exchange(create + manager + "\r\n\r\n{}").body.hasSuffix("\n{}"))
            let wrong = try await gateway.exchange(
                "DELETE /api/v1/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(manager)\r\n\r\n")
            #expect(wrong.status == 405)
            #expect(wrong.has("allow: GET, HEAD, POST, OPTIONS"))
            let options = try await gateway.exchange(
                "OPTIONS /api/v1/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(options.status == 204)
            #expect(options.has("allow: GET, HEAD, POST, OPTIONS"))
        }
    }

    @Test(
        "a path with dot segments is refused, encoded or not, and counted; one that only looks so passes",
        arguments: [
            ("/api/v1/bookings/../staff", 400), ("/api/v1/bookings/%2e%2E/staff", 400), ("/api/./v1/bookings", 400),
            ("/api/v1/bookings/..", 400), ("/api/v1/bookings/.%2e?x", 400), ("/../health", 400), ("/.", 400),
            ("/api//v1///bookings", 200), ("/api/v1/%62ookings", 200), ("/api/v1/bookings?a=/../b", 200),
            ("/api/v1/bookings/...", 200), ("/api/v1/bookings/%2ex%2e", 200), ("/health/../nowhere", 400),
        ])
    func dotSegments(path: String, status: Int) async throws {
        let settings = ["RISHI_LIMIT_ADDRESS": "1/60s"]
        try await withGateway(settings, service: mirror) { gateway, service in
            let response = try await gateway.authorized(path)
            #expect(response.status == status)
            #expect(service.endpoint.requestCount == (status == 200 ? 1 : 0))
            let next = try await gateway.get("/nowhere")
            #expect(next.status == (status == 200 ? 404 : 429))
        }
    }

    @Test("an alias is rewritten to its canonical path, under the same rules")
    func aliases() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let token = try TestGateway.bearer()
            let response = try await gateway.get("/api/bookings/17?y=2", token)
            #expect(response.body.hasPrefix("GET /api/v1/bookings/17?y=2\n"))
            #expect(try await gateway.get("/api/bookings/17").status == 401)
        }
    }

    @Test("a caller past its limit is 429 with Retry-After, and another caller is not")
    func limited() async throws {
        try await withGateway(["RISHI_LIMIT_REQUESTS": "3/60s"], service: mirror) { gateway, _ in
            let token = try TestGateway.bearer()
            for _ in 0..<3 { #expect(try await gateway.get(booking, token).status == 200) }
            let refused = try await gateway.get(booking, token)
            #expect(refused.status == 429)
            #expect(refused.hasField(named: "retry-after"))
            #expect(refused.has("ratelimit-policy: \"default\";q=3;w=60, \"organization\";q=2000;w=10"))
            #expect(refused.body.contains(#""code":"rate_limited""#))
            let other = try TestGateway.bearer { $0["sub"] = .string("0190a6c2-7b1e-7cc3-98c4-dc0c0c073999") }
            #expect(try await gateway.get(booking, other).status == 200)
        }
    }

    @Test(
        "what needs no identity is counted by address too",
        arguments: ["OPTIONS /api/v1/bookings", "GET /nowhere", "GET /api/v1/bookings", "GET /socket.io/"])
    func nameless(line: String) async throws {
        try await withGateway(["RISHI_LIMIT_ADDRESS": "2/60s"], service: mirror) { gateway, _ in
            let request = "\(line) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            for number in 1...3 {
                let response = try await gateway.exchange(request)
                #expect((response.status == 429) == (number == 3))
            }
        }
    }

    @Test("row 60: a body past what its own route takes is refused unread, though other routes take more")
    func routeBodyLimit() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let response = try await gateway.exchange(
                "POST /socket.io/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000001\r\n\r\n")
            #expect(response.status == 413)
        }
    }

    @Test("an address that only sends bad tokens is turned away before the next is looked at; a good one is not hurt")
    func failedAuthentication() async throws {
        try await withGateway(["RISHI_LIMIT_AUTHENTICATION": "2/60s"], service: mirror) { gateway, _ in
            for number in 0..<5 {
                let token = try TestGateway.bearer { $0["jti"] = .string("token \(number)") }
                #expect(try await gateway.get(booking, token).status == 200, "a good token gives its charge back")
            }
            for number in 0..<4 {
                let response = try await gateway.get(booking, "Authorization: Bearer bad.\(number).token")
                #expect(response.status == (number < 2 ? 401 : 429))
            }
            let another = try TestGateway.bearer { $0["jti"] = .string("new") }
            #expect(try await gateway.get(booking, another).status == 429)
        }
    }

    @Test("what the gateway says of itself needs no token, on its own paths")
    func pages() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let health = try await gateway.get("/health")
            #expect(health.status == 200)
            #expect(health.body.contains(#""overall":"healthy""#))
            #expect(try await gateway.get("/health/ready").status == 200)
            #expect(try await gateway.get("/health/live").status == 200)
            #expect(try await gateway.get("/version").body.contains(#""version":"1.0.0""#))
            let page = try await gateway.get("/problems/rate_limited")
            let document = try JSONValue(parsing: Array(page.body.utf8))
            #expect(document["status"] == .number(.integer(429)))
            let all = try JSONValue(parsing: Array(try await gateway.get("/problems").body.utf8))
            guard case .array(let items) = all["items"] else {
                Issue.record("the list of problems has items")
                return
            }
            #expect(items.count > 30)
            #expect(try await gateway.get("/problems/none").status == 404)
            #expect(try await gateway.get("/nowhere").status == 404)
        }
    }

    @Test("the operators' port has the description of the gateway's own pages, and they keep it")
    func description() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            let connection = try await RawConnection(to: gateway.admin, on: gateway.loop)
            try await connection.send("GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let answer = ParsedResponse(await connection.readToEnd().text)
            connection.close()
            let document = try JSONValue(parsing: Array(answer.body.utf8))
            #expect(try DescriptionCheck.findings(openAPI: document) == [])
            let (validator, uri) = DescriptionCheck.validator(of: document)
            for (path, template) in [("/problems", "~1problems"), ("/problems/forbidden", "~1problems~1{code}")] {
                let body = try JSONValue(parsing: Array(try await gateway.get(path).body.utf8))
                let schema = "\(uri)/paths/\(template)/get/responses/200/content/application~1json/schema"
                #expect(validator.findings(in: body, against: schema) == [])
            }
        }
    }

    @Test("the operators' port tells of upstreams and metrics, and only it does")
    func admin() async throws {
        try await withGateway(service: mirror) { gateway, _ in
            _ = try await gateway.authorized(booking)
            let connection = try await RawConnection(to: gateway.admin, on: gateway.loop)
            try await connection.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let metrics = await connection.readToEnd().text
            connection.close()
            #expect(metrics.contains("gateway_tokens_verified_total 1"))
            #expect(
                metrics.contains(
                    #"http_requests_total{route="/api/v1/bookings/{bookingId}",method="GET",status="2xx"} 1"#))
            #expect(try await gateway.get("/metrics").status == 404)
            _ = try await gateway.get(booking)
            _ = try await gateway.get("/health")
            let again = try await RawConnection(to: gateway.admin, on: gateway.loop)
            try await again.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let later = await again.readToEnd().text
            again.close()
            #expect(
                later.contains(
                    #"http_requests_total{route="/api/v1/bookings/{bookingId}",method="GET",status="4xx"} 1"#))
            #expect(later.contains(#"http_requests_total{route="/health",method="GET",status="2xx"} 1"#))
        }
    }
}
