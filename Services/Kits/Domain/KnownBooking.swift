public import Identifiers

/// As much of a booking as allocating kits needs, as its own service told it.
public struct KnownBooking: Sendable, Equatable {
    public let id: BookingID
    public let organizationID: OrganizationID
    /// The version of the booking that this is the state of.
    public let version: Int
    public let title: String
    public let status: BookingStatus
    public let state: USState
    public let window: TimeWindow

    public init(
        id: BookingID, organizationID: OrganizationID, version: Int, title: String, status: BookingStatus,
        state: USState, window: TimeWindow
    ) {
        (self.id, self.organizationID, self.version) = (id, organizationID, version)
        (self.title, self.status, self.state, self.window) = (title, status, state, window)
    }
}

/// What the status of a booking means for its kits: the whole of it.
///
/// | status | kits |
/// |---|---|
/// | approved, confirmed, in_progress | are taken |
/// | draft, pending_approval, changes_requested, on_hold | stay, and none is added |
/// | completed, no_show | stay: they have to come back |
/// | rejected, cancelled, expired | are released, if they are in the warehouse |
public enum KitPolicy: Sendable, Equatable, CaseIterable {
    case takes
    case keeps
    case releases

    public init(_ status: BookingStatus) {
        self =
            switch status {
            case .approved, .confirmed, .inProgress: .takes
            case .draft, .pendingApproval, .changesRequested, .onHold, .completed, .noShow: .keeps
            case .rejected, .cancelled, .expired: .releases
            }
    }

    /// The statuses in which it is so.
    public var statuses: [BookingStatus] {
        BookingStatus.allCases.filter { KitPolicy($0) == self }
    }
}
