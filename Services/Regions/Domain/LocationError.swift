public import Identifiers

/// Every way in which the rules of locations say no.
public enum LocationError: Error, Equatable, Sendable {
    /// The review is not where this move begins.
    case invalidMove(from: LocationStatus, to: LocationStatus, allowed: [LocationStatus])
    case retired
    case createdRetired
    case grantsNobody
    case grantsWithoutPolicy
    case unknownTimeZone
    case blankName

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .invalidMove: "invalid_move"
        case .retired: "retired"
        case .createdRetired: "created_retired"
        case .grantsNobody: "grants_nobody"
        case .grantsWithoutPolicy: "grants_without_policy"
        case .unknownTimeZone: "unknown_time_zone"
        case .blankName: "blank_name"
        }
    }
}
