import Bytes

/// The request methods this platform knows. Any other method is answered 501 by the parser, so a route never has to
/// deal with one.
public enum HTTPMethod: UInt8, Sendable, CaseIterable {
    case get, head, post, put, patch, delete, options, connect, trace, query

    /// The method as it is written in a request line. Methods are case-sensitive.
    @inlinable
    public var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .connect: "CONNECT"
        case .trace: "TRACE"
        case .query: "QUERY"
        }
    }

    /// Whether the method asks for no change of state (RFC 9110, 9.2.1; QUERY by RFC 10008).
    @inlinable
    public var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace, .query: true
        case .post, .put, .patch, .delete, .connect: false
        }
    }

    /// Whether repeating the request has the effect of sending it once (RFC 9110, 9.2.2), so that it may be retried.
    @inlinable
    public var isIdempotent: Bool {
        isSafe || self == .put || self == .delete
    }
}

extension HTTPMethod {
    /// The method spelled by `bytes`, or nil when it is none of ours.
    init?(_ bytes: borrowing Span<UInt8>) {
        guard let word = bytes.shortWord else { return nil }
        switch word {
        case Spelled.get: self = .get
        case Spelled.head: self = .head
        case Spelled.post: self = .post
        case Spelled.put: self = .put
        case Spelled.patch: self = .patch
        case Spelled.delete: self = .delete
        case Spelled.options: self = .options
        case Spelled.connect: self = .connect
        case Spelled.trace: self = .trace
        case Spelled.query: self = .query
        default: return nil
        }
    }

    /// The method names as little-endian words, which turns recognising one into a few integer comparisons.
    private enum Spelled {
        static let get: UInt64 = 0x54_4547
        static let head: UInt64 = 0x4441_4548
        static let post: UInt64 = 0x5453_4f50
        static let put: UInt64 = 0x54_5550
        static let patch: UInt64 = 0x48_4354_4150
        static let delete: UInt64 = 0x4554_454c_4544
        static let options: UInt64 = 0x53_4e4f_4954_504f
        static let connect: UInt64 = 0x54_4345_4e4e_4f43
        static let trace: UInt64 = 0x45_4341_5254
        static let query: UInt64 = 0x59_5245_5551
    }
}
