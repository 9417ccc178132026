/// The head of a response.
public struct HTTPResponseHead: Sendable, Equatable {
    /// How it went.
    public var status: HTTPStatus
    /// What the sender speaks.
    public var version: HTTPVersion
    /// The field lines.
    public var fields: HTTPFields
    /// Where the reason phrase of a parsed response is inside `fields.bytes`.
    let reasonRange: Range<Int>

    /// A head that we are going to send.
    public init(status: HTTPStatus, version: HTTPVersion = .http11, fields: HTTPFields = HTTPFields()) {
        self.init(status: status, version: version, fields: fields, reasonRange: 0..<0)
    }

    init(status: HTTPStatus, version: HTTPVersion, fields: HTTPFields, reasonRange: Range<Int>) {
        self.status = status
        self.version = version
        self.fields = fields
        self.reasonRange = reasonRange
    }

    /// The reason phrase a peer sent, which means nothing (RFC 9112 section 4), or the registered one of a response
    /// of ours.
    public var reason: String {
        reasonRange.isEmpty ? String(describing: status.reason) : fields.text(reasonRange)
    }

    /// Whether the sender lets the connection serve another request, as far as its fields say.
    public var keepsAlive: Bool {
        fields.keepsAlive(version)
    }

    /// The same status, version and fields; the reason phrase means nothing.
    public static func == (left: HTTPResponseHead, right: HTTPResponseHead) -> Bool {
        left.status == right.status && left.version == right.version && left.fields == right.fields
    }
}
