public import HTTPWire

/// What a handler answers: a status, fields, and a body that is there or will be produced.
///
/// `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the server's to write; what a handler puts there
/// is ignored.
public struct Response {
    public var status: HTTPStatus
    public var fields: HTTPFields
    public var body: ResponseBody

    public init(_ status: HTTPStatus, fields: HTTPFields = HTTPFields(), body: ResponseBody = .empty) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Bytes that are JSON already.
    public static func json(_ bytes: [UInt8], _ status: HTTPStatus = .ok) -> Response {
        var response = Response(status, body: .bytes(bytes))
        response.fields.append(.contentType, literal: "application/json")
        return response
    }
}

/// The body of a response.
public enum ResponseBody {
    case empty

    case bytes([UInt8])

    /// Produced while it is sent. `length` is promised to the client when it is known; otherwise the body goes out in
    /// chunks (or until the connection closes, to a client of HTTP/1.0). A producer that throws, or that does not keep
    /// the promised length, makes the server break the connection: half an answer must not look whole.
    case stream(length: Int?, produce: (ResponseWriter) async throws -> Void)

    /// The connection leaves HTTP after `101 Switching Protocols`. `run` owns it until it returns.
    case upgrade(run: (UpgradedConnection) async -> Void)
}
