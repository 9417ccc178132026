import HTTPWire
import TestKit
import Testing

@testable import HTTPServer

/// Rows 99–106 of the conformance table.
@Suite("Responses")
struct ResponseTests {
    private func answer(_ method: String, with handler: ResponseFunction) async throws -> String {
        try await withServer(handler: handler) { server in
            try await server.exchange("\(method) /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        }
    }

    @Test("row 99: HEAD gets the fields of GET and no body")
    func head() async throws {
        let handler = ResponseFunction { _ in .json(Array("{\"a\":1}".utf8)) }
        let response = ParsedResponse(try await answer("HEAD", with: handler))
        #expect(response.status == 200)
        #expect(response.has("content-length: 7"))
        #expect(response.has("content-type: application/json"))
        #expect(response.body == "")
    }

    @Test(
        "row 100: a status without a body has neither body nor framing",
        arguments: [HTTPStatus.noContent, .notModified])
    func bodiless(status: HTTPStatus) async throws {
        let handler = ResponseFunction { _ in Response(status, body: .bytes(Array("lost".utf8))) }
        let response = ParsedResponse(try await answer("GET", with: handler))
        #expect(response.status == Int(status.code))
        #expect(!response.hasField(named: "transfer-encoding"))
        #expect(status == .notModified || !response.hasField(named: "content-length"))
        #expect(response.body == "")
    }

    @Test(
        "row 101: the date is an IMF-fixdate",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_795_219_199, "Fri, 20 Nov 2026 23:59:59 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        ])
    func date(second: Int, expected: String) {
        #expect(String(decoding: DateField.render(second), as: UTF8.self) == expected)
    }

    @Test("row 102: a field value with a line end is refused where it is made")
    func splitting() {
        var fields = HTTPFields()
        #expect(throws: HTTPFieldFault.valueMalformed) { try fields.append(.location, "/\r\nSet-Cookie: a=b") }
        #expect(fields.isEmpty)
    }

    @Test("row 103: what a handler says of framing is ignored: the server knows")
    func framing() async throws {
        let handler = ResponseFunction { _ in
            var response = Response(.ok, body: .bytes(Array("abc".utf8)))
            response.fields.append(.contentLength, literal: "7")
            response.fields.append(.transferEncoding, literal: "chunked")
            response.fields.append(.connection, literal: "keep-alive")
            return response
        }
        let response = ParsedResponse(try await answer("GET", with: handler))
        #expect(response.has("content-length: 3"))
        #expect(!response.has("content-length: 7"))
        #expect(!response.hasField(named: "transfer-encoding"))
        #expect(response.has("connection: close"))
        #expect(!response.has("connection: keep-alive"))
    }

    @Test("row 106: an error is a problem document that repeats nothing of the input or of the cause")
    func problems() async throws {
        struct Secret: Error { let query = "SELECT secret" }
        let handler = ResponseFunction { _ in throw Secret() }
        let text = try await answer("GET", with: handler)
        let response = ParsedResponse(text)
        #expect(response.status == 500)
        #expect(response.has("content-type: application/problem+json"))
        #expect(response.body.contains("\"status\":500"))
        #expect(response.body.contains("\"code\":\"internal_error\""))
        #expect(!text.contains("SELECT"))
    }

    @Test("a handler that answers nothing is answered for")
    func silentHandler() async throws {
        struct Silent: HTTPHandler {
            func handle(_ exchange: ServerExchange) async throws {}
        }
        try await withServer(handler: Silent()) { server in
            let text = try await server.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(ParsedResponse(text).status == 500)
        }
    }
}
