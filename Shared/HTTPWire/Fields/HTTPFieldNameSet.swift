/// A set of known field names in two words. Asking, joining and cutting sets are single instructions, which makes
/// "every field but these" as cheap as a copy.
public struct HTTPFieldNameSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0

    /// The empty set.
    @inlinable
    public init() {}

    /// The set of `names`.
    @inlinable
    public init(arrayLiteral names: HTTPKnownFieldName...) {
        for name in names { insert(name) }
    }

    /// Whether no name is in the set.
    @inlinable
    public var isEmpty: Bool { low | high == 0 }

    /// Adds `name`.
    @inlinable
    public mutating func insert(_ name: HTTPKnownFieldName) {
        let bit = UInt64(1) &<< UInt64(name.rawValue)
        if name.rawValue < 64 { low |= bit } else { high |= bit }
    }

    /// Takes `name` out.
    @inlinable
    public mutating func remove(_ name: HTTPKnownFieldName) {
        let bit = UInt64(1) &<< UInt64(name.rawValue)
        if name.rawValue < 64 { low &= ~bit } else { high &= ~bit }
    }

    /// Whether `name` is in the set.
    @inlinable
    public func contains(_ name: HTTPKnownFieldName) -> Bool {
        contains(token: name.rawValue)
    }

    /// Whether any name is in both sets.
    @inlinable
    public func intersects(_ other: HTTPFieldNameSet) -> Bool {
        (low & other.low) | (high & other.high) != 0
    }

    /// The names in either set.
    @inlinable
    public func union(_ other: HTTPFieldNameSet) -> HTTPFieldNameSet {
        var joined = self
        joined.low |= other.low
        joined.high |= other.high
        return joined
    }

    /// The names in this set that are not in `other`.
    @inlinable
    public func subtracting(_ other: HTTPFieldNameSet) -> HTTPFieldNameSet {
        var rest = self
        rest.low &= ~other.low
        rest.high &= ~other.high
        return rest
    }

    /// A token past the known names (a custom name) is in no set.
    @inlinable
    func contains(token: UInt8) -> Bool {
        let word = token < 64 ? low : high
        return token < 128 && (word &>> UInt64(token)) & 1 != 0
    }
}

extension HTTPFieldNameSet {
    /// The fields that speak of one connection only and are never forwarded (RFC 9110 section 7.6.1). The names that
    /// a `Connection` field lists come on top; `HTTPFields.encode(into:omitting:)` sees to them.
    public static let hopByHop: HTTPFieldNameSet = [
        .connection, .keepAlive, .proxyConnection, .te, .trailer, .transferEncoding, .upgrade, .proxyAuthenticate,
        .proxyAuthorization, .http2Settings,
    ]

    /// What decides where a body ends. Encoders write these themselves.
    public static let framing: HTTPFieldNameSet = [.contentLength, .transferEncoding]

    /// Fields that mean one thing only: a request with two of one is refused, since two readers could each believe
    /// another.
    static let singular: HTTPFieldNameSet = [
        .host, .contentLength, .transferEncoding, .contentType, .authorization, .secWebSocketKey, .secWebSocketVersion,
        .idempotencyKey,
    ]

    /// What a trailer section may never say: framing, routing, authentication, content format and connection fields
    /// decided before the body (RFC 9110 section 6.5.1). They are dropped.
    static let forbiddenInTrailers: HTTPFieldNameSet = HTTPFieldNameSet.hopByHop.union([
        .contentLength, .host, .authorization, .contentType, .contentEncoding, .contentRange, .cacheControl, .expect,
        .maxForwards, .pragma, .range, .cookie, .setCookie, .wwwAuthenticate, .age, .expires, .date, .location,
        .retryAfter, .vary, .ifMatch, .ifNoneMatch, .ifModifiedSince, .ifUnmodifiedSince, .ifRange, .rateLimit,
        .rateLimitPolicy, .forwarded, .xForwardedFor, .xForwardedHost, .xForwardedProto, .xForwardedPort, .xRealIP,
        .idempotencyKey, .traceparent, .tracestate, .xRequestID,
    ])
}
