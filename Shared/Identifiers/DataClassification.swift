/// How far a value, a field's or a whole operation's, may travel, from what anybody may see to what identifies a
/// person. Printed in API descriptions, obeyed by masked encoding, logs and caches.
public enum DataClassification: UInt8, Comparable, CaseIterable, Sendable {
    /// Anyone may read it.
    case `public`
    /// Anyone with an identity may.
    case `internal`
    /// Business of one organisation.
    case confidential
    /// Harm if it leaks: rates, violations, security. Never logged, never cached.
    case restricted
    /// Personal data, encrypted with its subject's key. Never logged, never cached.
    case pii

    /// The name in documents and headers.
    public var name: StaticString {
        switch self {
        case .public: "public"
        case .internal: "internal"
        case .confidential: "confidential"
        case .restricted: "restricted"
        case .pii: "pii"
        }
    }

    /// Whether values of this class may stand in a log line.
    public var mayBeLogged: Bool { self < .restricted }

    /// Whether an answer of this class may be kept by a cache.
    public var mayBeCached: Bool { self < .restricted }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
