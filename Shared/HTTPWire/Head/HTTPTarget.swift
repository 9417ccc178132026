import Bytes

/// What a request asks for. The raw bytes stay as they came; beside them there is **one** normal form of the path
/// that routing, authorisation, rate keys, caches and logs all use, so that no two of them can read a path
/// differently: percent-decoded once, dot segments removed, runs of slashes merged. A path that hides a slash,
/// backslash or control byte behind percent-encoding is refused (RFC 9110 section 4.2.3 allows it; every second proxy
/// bypass lives there).
///
/// The bytes are shared with the fields of the head, so a target costs no allocation of its own.
public struct HTTPTarget: Sendable {
    /// The four forms of RFC 9112 section 3.2.
    public enum Form: Sendable {
        /// `/path?query`
        case origin
        /// `http://host/path?query`
        case absolute
        /// `host:port`, with CONNECT only.
        case authority
        /// `*`, with OPTIONS only.
        case asterisk
    }

    /// The text that the ranges below point into.
    public let bytes: [UInt8]
    let parts: HTTPTargetParts

    /// Which of the four forms the sender used.
    public var form: Form { parts.form }
    /// The target as the sender wrote it.
    public var rawRange: Range<Int> { parts.raw.range }
    /// The path as the sender wrote it.
    public var rawPathRange: Range<Int> { parts.rawPath.range }
    /// The normal form of the path: `/` at least, empty for the authority form, `*` for the asterisk form.
    public var pathRange: Range<Int> { parts.path.range }
    /// The query without its question mark, not decoded; nil when there is none.
    public var queryRange: Range<Int>? { parts.hasQuery ? parts.query.range : nil }
    /// Host and port of the absolute and authority forms.
    public var authorityRange: Range<Int>? { parts.authority.isEmpty ? nil : parts.authority.range }
    /// Whether the sender's path is the normal form already.
    public var isPathVerbatim: Bool { parts.rawPath == parts.path }

    /// The normal form of the path as text; it is always valid UTF-8.
    public var path: String { String(decoding: bytes[pathRange], as: UTF8.self) }
    /// The raw query as text.
    public var query: String? { queryRange.map { String(decoding: bytes[$0], as: UTF8.self) } }
    /// The target as the sender wrote it, as text. It is visible ASCII only.
    public var raw: String { String(decoding: bytes[rawRange], as: UTF8.self) }

    /// Reads a target that we are going to send.
    public init(_ text: String, for method: HTTPMethod = .get) throws(HTTPParseFault) {
        var bytes = Array(text.utf8)
        // The parser has seen to this before a target is looked at; here nobody has.
        for byte in bytes where byte <= 0x20 || byte >= 0x7f { throw .targetMalformed }
        parts = try HTTPTargetParts(reading: &bytes, 0..<bytes.count, method: method)
        self.bytes = bytes
    }

    init(bytes: [UInt8], parts: HTTPTargetParts) {
        self.bytes = bytes
        self.parts = parts
    }

    /// Calls `body` with the bytes of the normal path.
    public func withPath<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes.span.extracting(pathRange))
    }
}

extension HTTPTarget: Equatable {
    /// The same raw bytes.
    public static func == (left: HTTPTarget, right: HTTPTarget) -> Bool {
        left.bytes.span.extracting(left.rawRange).hasSameBytes(as: right.bytes.span.extracting(right.rawRange))
    }
}
