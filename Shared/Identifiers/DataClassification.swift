/// How sensitive a value is, in rising order. Logs, caches and exports are governed by it.
public enum DataClassification: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Anyone may see it.
    case `public`
    /// For anyone inside the platform and its customers.
    case `internal`
    /// For the organisation that owns it.
    case confidential
    /// For named roles within that organisation.
    case restricted
    /// Tells who a person is or how to reach them.
    case personal = "pii"

    public static func < (left: DataClassification, right: DataClassification) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .confidential: 2
        case .restricted: 3
        case .personal: 4
        }
    }
}
