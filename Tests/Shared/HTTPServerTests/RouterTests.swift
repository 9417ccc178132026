import Crypto
import EventLoop
import HTTPWire
import Identifiers
import Identity
import JSON
import PlatformProtocol
import TestKit
import Testing

@testable import HTTPServer

private struct Note: JSONCodable, Equatable {
    var text: String

    static let json = JSONType.record(Self.init, Field("text", \.text, .string(length: 1...5)))
}

@Suite("Router")
struct RouterTests {
    private static func operation(_ name: String) throws -> PlatformProtocol.Operation {
        try #require(PermissionTable.operation(named: name))
    }

    /// A router over real operations: one open, two that ask for an identity.
    private static func router() throws -> Router {
        try Router(
            [
                Route(open: operation("getVersion")) { _ in .json(Array(#"{"version":"1"}"#.utf8)) },
                Route(operation("createBooking"), accepts: .json(Note.self), bodyBytesMax: 64) { request in
                    let note = try await request.decode(Note.self)
                    return .json(Array("\"\(note.text) \(request.identity.subject)\"".utf8), .created)
                },
                Route(operation("getBooking")) { request in
                    var response = Response.json(Array("\"\(request.parameter(0))\"".utf8))
                    try response.fields.append(.etag, EntityTag.of(version: 3))
                    return response
                },
            ], authenticator: try TestIdentity.authenticator())
    }

    private func ask(_ request: String) async throws -> ParsedResponse {
        try await withServer(handler: try Self.router()) { server in
            ParsedResponse(try await server.exchange(request))
        }
    }

    private func head(_ line: String, _ fields: String...) -> String {
        ([line + " HTTP/1.1", "Host: x", "Connection: close"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test("an open route answers without an identity")
    func open() async throws {
        #expect(try await ask(head("GET /version")).body == #"{"version":"1"}"#)
    }

    @Test(
        "row 23: a method the path does not have is 405 with Allow; OPTIONS tells the same with 204",
        arguments: [("DELETE", 405), ("TRACE", 405), ("OPTIONS", 204)])
    func methods(method: String, status: Int) async throws {
        let response = try await ask(head("\(method) /version"))
        #expect(response.status == status)
        #expect(response.has("allow: GET, HEAD, OPTIONS"))
    }

    @Test("row 18: OPTIONS * is answered with what may be asked")
    func asterisk() async throws {
        let response = try await ask(head("OPTIONS *"))
        #expect(response.status == 204)
        #expect(response.hasField(named: "allow"))
    }

    @Test("row 20: CONNECT never opens a tunnel")
    func connect() async throws {
        let response = try await ask("CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\nConnection: close\r\n\r\n")
        #expect(response.status == 405)
    }

    @Test("an unknown path is 404 with a problem that names its request")
    func unknown() async throws {
        let response = try await ask(head("GET /nowhere", "X-Request-ID: 0190a6c2-7b1e-7cc3-98c4-dc0c0c07398f"))
        #expect(response.status == 404)
        #expect(response.body.contains(#""code":"not_found""#))
        #expect(response.body.contains(#""instance":"0190a6c2-7b1e-7cc3-98c4-dc0c0c07398f""#))
    }

    @Test("without a token a route is 401, and says how to come back")
    func unauthenticated() async throws {
        let response = try await ask(head("GET /api/v1/bookings/1"))
        #expect(response.status == 401)
        #expect(response.has(#"www-authenticate: Bearer realm="rishi""#))
    }

    @Test(
        "a token of another kind, a bad one and several are refused alike",
        arguments: ["Bearer nonsense", "Basic YTpi", "Bearer", "Bearer a b"])
    func badToken(value: String) async throws {
        let response = try await ask(head("GET /api/v1/bookings/1", "Authorization: \(value)"))
        #expect(response.status == 401)
        #expect(response.has(#"www-authenticate: Bearer realm="rishi", error="invalid_token""#))
    }

    @Test("a caller whose roles do not include the operation is 403")
    func forbidden() async throws {
        let token = try TestIdentity.token(roles: ["guest"])
        let response = try await ask(head("POST /api/v1/bookings", "Authorization: Bearer \(token)"))
        #expect(response.status == 403)
        #expect(response.body.contains(#""code":"forbidden""#))
    }

    @Test("a verified caller reaches the handler with the identity of the token")
    func authenticated() async throws {
        let token = try TestIdentity.token(roles: ["manager"])
        let response = try await ask(
            head(
                "POST /api/v1/bookings", "Authorization: bearer \(token)", "Content-Type: application/json",
                "Content-Length: 14") + #"{"text":"hey"}"#)
        #expect(response.status == 201)
        #expect(response.body == "\"hey \(TestIdentity.subject)\"")
    }

    @Test(
        "a body that is not JSON, breaks its schema or is too large is refused precisely",
        arguments: [
            ("text/plain", #"{"text":"a"}"#, 415, "unsupported_media_type"),
            ("application/json; charset=latin1", #"{"text":"a"}"#, 415, "unsupported_media_type"),
            ("application/json", #"{"text":"a""#, 400, "malformed_json"),
            ("application/json", #"{"text":"a","more":1}"#, 400, "unknown_field"),
            ("application/json", #"{"text":"too long"}"#, 422, "validation_failed"),
            ("application/json", "{\"text\":\"\(String(repeating: "a", count: 80))\"}", 413, "body_too_large"),
        ])
    func bodies(type: String, body: String, status: Int, code: String) async throws {
        let token = try TestIdentity.token(roles: ["manager"])
        let response = try await ask(
            head(
                "POST /api/v1/bookings", "Authorization: Bearer \(token)", "Content-Type: \(type)",
                "Content-Length: \(body.utf8.count)") + body)
        #expect(response.status == status)
        #expect(response.body.contains("\"code\":\"\(code)\""))
    }

    @Test(
        "row 105: If-None-Match that names the version gives 304 with the same tag, any other the answer",
        arguments: [
            ("\"3\"", 304), ("W/\"3\"", 304), ("\"1\", \"3\"", 304), ("*", 304), ("\"4\"", 200), ("\"a,\\3\"", 200),
            ("3", 200),
        ])
    func conditional(value: String, status: Int) async throws {
        let token = try TestIdentity.token(roles: ["manager"])
        let response = try await ask(
            head("GET /api/v1/bookings/7", "Authorization: Bearer \(token)", "If-None-Match: \(value)"))
        #expect(response.status == status)
        #expect(response.has("etag: \"3\""))
        #expect(response.body == (status == 200 ? "\"7\"" : ""))
    }

    @Test("a route that ignores the permission table is refused when the router is made")
    func careless() throws {
        #expect(throws: Router.Fault.self) {
            try Router(
                [Route(open: Self.operation("createBooking")) { _ in Response(.ok) }],
                authenticator: try TestIdentity.authenticator())
        }
        #expect(throws: Router.Fault.self) {
            let version = try Self.operation("getVersion")
            let route = Route(open: version) { _ in Response(.ok) }
            _ = try Router([route, route], authenticator: try TestIdentity.authenticator())
        }
    }
}
