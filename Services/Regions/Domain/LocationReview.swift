public import Identifiers

/// Where the review of a location may go from where: the whole of it.
///
/// | from | may become |
/// |---|---|
/// | draft | pending_approval |
/// | pending_approval | approved, rejected |
/// | rejected | pending_approval |
/// | approved | |
public enum LocationReview {
    /// The moves that are allowed, nothing else.
    public static func moves(from status: LocationStatus) -> [LocationStatus] {
        switch status {
        case .draft, .rejected: [.pendingApproval]
        case .pendingApproval: [.approved, .rejected]
        case .approved: []
        }
    }
}

extension Location {
    /// Asks for the review.
    public mutating func submit(at now: Timestamp) throws(LocationError) -> LocationEvent {
        try move(to: .pendingApproval, notes: nil, at: now)
        return tell(.submitted)
    }

    /// Lets it be booked.
    public mutating func approve(notes: String?, at now: Timestamp) throws(LocationError) -> LocationEvent {
        try move(to: .approved, notes: notes, at: now)
        return tell(.approved(notes: notes))
    }

    /// Says why it cannot be booked. It may be submitted again.
    public mutating func reject(reason: String, at now: Timestamp) throws(LocationError) -> LocationEvent {
        try move(to: .rejected, notes: reason, at: now)
        return tell(.rejected(reason: reason))
    }

    private mutating func move(to next: LocationStatus, notes: String?, at now: Timestamp) throws(LocationError) {
        guard profile.kind != .retired else { throw .retired }
        let allowed = LocationReview.moves(from: status)
        guard allowed.contains(next) else { throw .invalidMove(from: status, to: next, allowed: allowed) }
        status = next
        reviewNotes = notes
        updatedAt = max(now, updatedAt)
    }
}

/// Everything that can have happened to a location.
public enum LocationEvent: Sendable, Equatable {
    case created
    case submitted
    case approved(notes: String?)
    case rejected(reason: String)

    /// How many events on the wire tell it, each with a version of its own: a change with a type of its own is told by
    /// that and by the general one.
    public var versions: Int {
        switch self {
        case .submitted: 1
        case .created, .approved, .rejected: 2
        }
    }
}

extension Location {
    fileprivate mutating func tell(_ event: LocationEvent) -> LocationEvent {
        version += event.versions
        return event
    }
}
