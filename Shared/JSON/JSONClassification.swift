/// How far a value may travel. It is printed in the schema (`x-classification`) and obeyed by masked encoding.
/// Ordered from what anybody may see to what identifies a person.
public enum JSONClassification: String, Sendable, CaseIterable, Comparable {
    /// Published anyway.
    case `public`
    /// For everybody who may use the API.
    case `internal`
    /// Business secrets of an organisation.
    case confidential
    /// Credentials and the like: never logged, never cached.
    case restricted
    /// Identifies or describes a person.
    case pii

    public static func < (left: JSONClassification, right: JSONClassification) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .confidential: 2
        case .restricted: 3
        case .pii: 4
        }
    }
}

/// Which side sets a member.
public enum JSONAccess: Sendable {
    case readWrite
    /// Only in answers: a server refuses it in a request, a client does not send it.
    case readOnly
    /// Only in requests: a server never answers with it, a client refuses an answer that carries it.
    case writeOnly

    /// Whether `side` writes the member.
    func isWritten(by side: JSONSide) -> Bool {
        switch self {
        case .readWrite: true
        case .readOnly: side == .server
        case .writeOnly: side == .client
        }
    }
}
