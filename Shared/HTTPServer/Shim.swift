import Bytes
import HTTPWire
enum Conn { case unsaid, keepAlive, close }
extension [UInt8] {
    mutating func append(responseHead status: HTTPStatus, fields: HTTPFields, framing: HTTPBodyFraming, connection: Conn, date: Span<UInt8>) throws {
        append("HTTP/1.1 "); append(decimal: status.code); append(" "); append(status.reason); append("\r\n")
        fields.encode(into: &self, omitting: [.contentLength, .transferEncoding, .connection, .date])
        switch framing {
        case .length(let n): if status.allowsBody || status == .notModified { append("Content-Length: "); append(decimal: n); append("\r\n") }
        case .chunked: append("Transfer-Encoding: chunked\r\n")
        case .none: break
        }
        append("Date: "); append(span: date); append("\r\n")
        switch connection { case .unsaid: break; case .keepAlive: append("Connection: keep-alive\r\n"); case .close: append("Connection: close\r\n") }
        append("\r\n")
    }
    mutating func append(chunkHeader count: Int) { append(hex: UInt64(count)); append("\r\n") }
}
struct Problem: Error {
    var status: HTTPStatus; var code: String
    enum K { case expectationFailed, internalError, deadlineExceeded, shuttingDown, requestTimeout }
    init(_ k: K, internal: String = "") {
        switch k { case .expectationFailed: status = .expectationFailed; code = "e"
        case .internalError: status = .internalServerError; code = "internal_error"
        case .deadlineExceeded: status = .gatewayTimeout; code = "deadline_exceeded"
        case .shuttingDown: status = .serviceUnavailable; code = "s"
        case .requestTimeout: status = .requestTimeout; code = "t" }
    }
    init(status: HTTPStatus, detail: StaticString) { self.status = status; code = "malformed" }
    func response(to: ServerExchange) -> Response {
        var r = Response(status, body: .bytes(Array("{\"status\":\(status.code),\"code\":\"\(code)\"}".utf8)))
        r.fields.append(.contentType, literal: "application/problem+json")
        return r
    }
}
protocol ProblemConvertible { var problem: Problem { get } }
extension HTTPStatus { var allowsBody: Bool { code >= 200 && code != 204 && code != 304 } }

extension RequestBodyFault: ProblemConvertible { var problem: Problem { switch self { case .tooLarge: Problem(status: .contentTooLarge, detail: ""); case .tooSlow: Problem(.requestTimeout); default: Problem(status: .badRequest, detail: "") } } }
