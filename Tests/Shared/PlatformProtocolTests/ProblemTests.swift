import JSON
import Testing

@testable import PlatformProtocol

@Suite("Problems")
struct ProblemTests {
    func body(_ problem: Problem, traceID: String = "4bf92f3577b34da6a3ce929d0e0e4736") -> String {
        var bytes: [UInt8] = []
        ProblemBody(problem, requestID: "req-1", traceID: traceID).write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("a body has the members of RFC 9457 and ours, in this order")
    func bytes() {
        let fault = JSONFault(pointer: "/title", code: "too_short", message: "Must not be \"empty\".")
        let problem = Problem(
            .validationFailed, detail: "One member is wrong.", internalMessage: "secret host db-1",
            violations: [fault, fault], extensions: JSONObject([("currentVersion", 7), ("status", 200)]))
        let entry = #"{"pointer":"/title","code":"too_short","message":"Must not be \"empty\"."}"#
        let expected =
            #"{"type":"/problems/validation_failed","title":"Validation failed","status":422,"#
            + #""detail":"One member is wrong.","instance":"req-1","code":"validation_failed","#
            + #""traceId":"4bf92f3577b34da6a3ce929d0e0e4736","errors":[\#(entry),\#(entry)],"currentVersion":7}"#
        #expect(body(problem) == expected)
    }

    @Test("every code makes a readable body, and nothing internal is in it", arguments: ProblemCode.allCases)
    func everyCode(code: ProblemCode) throws {
        let text = body(Problem(code, internalMessage: "secret host db-1"), traceID: "")
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value["type"] == .string("/problems/\(code.rawValue)"))
        #expect(value["status"] == .number(.integer(Int64(code.status))))
        #expect(value["code"] == .string(code.rawValue))
        #expect(value["traceId"] == nil)
        #expect(!text.contains("db-1"))
        #expect((400...599).contains(code.status))
        #expect(code.rawValue.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x5f })
        #expect(ProblemCode(exactly: code.rawValue) == code)
        #expect(code == .internalError || "\(code.title)" != "Internal error")
    }

    @Test("what the caller sent cannot break out of the body")
    func escaping() throws {
        let text = body(Problem(.notFound, detail: "\"}\n\u{0}<script>"))
        #expect(try JSONValue(parsing: Array(text.utf8))["detail"] == "\"}\n\u{0}<script>")
    }

    @Test("credentials, methods and waiting times are answered with their fields")
    func headers() throws {
        #expect(Problem.missingToken.headers == [.init("WWW-Authenticate", #"Bearer realm="rishi""#)])
        let invalid = Problem.invalidToken(reason: "expired")
        #expect(invalid.headers == [.init("WWW-Authenticate", #"Bearer realm="rishi", error="invalid_token""#)])
        #expect(invalid.description == "invalid_token: expired")
        #expect(!body(invalid).contains("\"expired\""))
        #expect(body(invalid) == body(.invalidToken(reason: "bad_signature")))
        let operation = try #require(PermissionTable.operation(named: "approveBooking"))
        #expect(Problem.forbidden(operation).code.status == 403)
        #expect(Problem.methodNotAllowed([.get, .post]).headers == [.init("Allow", "GET, HEAD, POST, OPTIONS")])
        #expect(Problem.temporary(.rateLimited, retryAfter: 7).headers == [.init("Retry-After", "7")])
        #expect(Problem.temporary(.draining, retryAfter: -1).headers == [.init("Retry-After", "0")])
    }
}
