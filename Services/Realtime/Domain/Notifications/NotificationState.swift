/// Where a notification stands with its reader.
public enum NotificationState: String, CaseIterable, Sendable {
    /// Can transition to: read, archived, expired.
    case unread
    /// Can transition to: unread, archived, expired.
    case read
    /// Out of the list, and kept. Can transition to: read, expired.
    case archived
    /// Its time has passed; it is shown no more and may be deleted. Can transition to: nothing.
    case expired

    /// What may be done with one in this state, and where that leads.
    public var moves: [NotificationMove: NotificationState] {
        switch self {
        case .unread: [.markRead: .read, .archive: .archived, .expire: .expired]
        case .read: [.markUnread: .unread, .archive: .archived, .expire: .expired]
        case .archived: [.restore: .read, .expire: .expired]
        case .expired: [:]
        }
    }

    /// Where `move` leads.
    ///
    /// - Parameter move: What is done.
    /// - Returns: The state after it.
    /// - Throws: When it is not allowed, with what is.
    public func after(_ move: NotificationMove) throws(NotificationMoveRefused) -> NotificationState {
        guard let next = moves[move] else {
            throw NotificationMoveRefused(state: self, move: move)
        }
        return next
    }
}

/// What can be done with a notification. Doing the same again is refused by the table; the service answers it with what
/// is there already.
public enum NotificationMove: String, CaseIterable, Sendable {
    case markRead = "mark_read"
    case markUnread = "mark_unread"
    case archive
    case restore
    case expire
}

/// A move that the table does not have.
public struct NotificationMoveRefused: Error, Equatable, Sendable {
    public let state: NotificationState
    public let move: NotificationMove

    /// What would have been allowed, in the order of the moves' declaration.
    public var allowed: [NotificationMove] { NotificationMove.allCases.filter { state.moves[$0] != nil } }

    /// Bounded, for metrics and logs.
    public var label: StaticString { "notification_move_refused" }
}
