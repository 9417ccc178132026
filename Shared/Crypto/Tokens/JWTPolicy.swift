/// What a verifier demands of tokens beyond a good signature. One policy accepts one kind of token: two kinds that
/// must never be taken for each other differ in issuer, audience and `typ`, and have different keys.
public struct JWTPolicy: Sendable {
    /// `iss` is one of these, byte for byte.
    public let issuers: [String]
    /// `aud` names one of these, byte for byte.
    public let audiences: [String]
    /// `typ`, case and a leading `application/` aside, is one of these.
    public let types: [String]
    /// Whether a token without `typ` is refused.
    public let requiresType: Bool
    /// How far clocks may differ, in seconds, for `exp`, `nbf` and `iat` alike.
    public let leeway: Int64
    /// The longest time in seconds from `iat` (from now, where that may be missing) to `exp`.
    public let lifetimeMax: Int64
    /// Whether a token without `iat` is refused.
    public let requiresIssuedAt: Bool
    /// Whether a token without `jti` is refused; one without it cannot be revoked on its own.
    public let requiresTokenID: Bool
    /// The longest token looked at, in bytes.
    public let tokenBytesMax: Int

    /// Why a policy would accept nothing, or too much.
    public enum Fault: Error, Equatable, Sendable {
        case noIssuer
        case noAudience
        case noType
        case leewayOutOfRange
        case lifetimeOutOfRange
        case tokenSizeOutOfRange

        /// A bounded name for metrics and logs.
        public var label: StaticString {
            switch self {
            case .noIssuer: "no_issuer"
            case .noAudience: "no_audience"
            case .noType: "no_type"
            case .leewayOutOfRange: "leeway_out_of_range"
            case .lifetimeOutOfRange: "lifetime_out_of_range"
            case .tokenSizeOutOfRange: "token_size_out_of_range"
            }
        }
    }

    /// Describes access tokens of RFC 9068 and their older form with `typ` `JWT` or none, valid for a day at most.
    public init(
        issuers: [String], audiences: [String], types: [String] = ["at+jwt", "jwt"], requiresType: Bool = false,
        leeway: Int64 = 30, lifetimeMax: Int64 = 86400, requiresIssuedAt: Bool = false, requiresTokenID: Bool = false,
        tokenBytesMax: Int = 8192
    ) throws(Fault) {
        guard !issuers.isEmpty, issuers.allSatisfy({ !$0.isEmpty }) else { throw .noIssuer }
        guard !audiences.isEmpty, audiences.allSatisfy({ !$0.isEmpty }) else { throw .noAudience }
        guard !types.isEmpty, types.allSatisfy({ !$0.isEmpty }) else { throw .noType }
        guard (0...CryptoLimits.leewayMax).contains(leeway) else { throw .leewayOutOfRange }
        guard (1...UnixTime.latest.seconds).contains(lifetimeMax) else { throw .lifetimeOutOfRange }
        guard (1...CryptoLimits.tokenBytesMax).contains(tokenBytesMax) else { throw .tokenSizeOutOfRange }
        self.issuers = issuers
        self.audiences = audiences
        self.types = types.map { Self.withoutPrefix($0.lowercased()) }
        self.requiresType = requiresType
        self.leeway = leeway
        self.lifetimeMax = lifetimeMax
        self.requiresIssuedAt = requiresIssuedAt
        self.requiresTokenID = requiresTokenID
        self.tokenBytesMax = tokenBytesMax
    }

    func accepts(type: String?) -> Bool {
        guard let type else { return !requiresType }
        // Only ASCII is folded: a look-alike from elsewhere in Unicode must not fold to an accepted letter.
        guard type.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        let name = Self.withoutPrefix(type.lowercased())
        return types.contains { $0.hasSameBytes(as: name) }
    }

    /// RFC 7515 4.1.9: `typ` may leave out `application/` when no other slash follows.
    private static func withoutPrefix(_ type: String) -> String {
        let prefix = "application/"
        guard type.hasPrefix(prefix), !type.dropFirst(prefix.count).contains("/") else { return type }
        return String(type.dropFirst(prefix.count))
    }
}

extension String {
    /// Equality of bytes. Swift's own also holds between different spellings of one accented letter.
    func hasSameBytes(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
