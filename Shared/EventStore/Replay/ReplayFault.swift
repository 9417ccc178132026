public import Observability

/// Why a replay cannot go on.
public enum ReplayFault: SafelyDescribed, Equatable {
    /// The name is another handler's, or that of a replay of other types, or of one that is over.
    case nameTaken(String)
    /// Somebody else runs the same replay.
    case movedByAnother(String)
    /// A partition with events that it had yet to read is gone. Forget it and begin anew, knowing that.
    case eventsDropped
    /// Somebody writes into the store for so long that no end of it can be told.
    case notSettled

    public var label: StaticString {
        switch self {
        case .nameTaken: "replay_name_taken"
        case .movedByAnother: "replay_moved_by_another"
        case .eventsDropped: "replay_events_dropped"
        case .notSettled: "replay_store_not_settled"
        }
    }

    public var description: String {
        switch self {
        case .nameTaken(let name), .movedByAnother(let name): "\(label): \(name)"
        case .eventsDropped, .notSettled: "\(label)"
        }
    }
}
