public import Identifiers

/// The taking of a person's time for a booking. Only the person's calendar makes and changes one.
public struct Assignment: Sendable, Equatable {
    public let id: StaffAssignmentID
    public let organizationID: OrganizationID
    public internal(set) var version: Int
    public let bookingID: BookingID
    public let staffID: StaffID
    /// As whom the person signed in when they were assigned.
    public let userID: ActorID
    public let order: AssignmentOrder
    public internal(set) var status: StaffAssignmentStatus
    /// When they work: the booking's window.
    public internal(set) var window: TimeWindow
    /// The way to it, as it was when they were assigned.
    public let travelMinutes: Int
    /// Why it cannot stay as it is; a planner has to decide.
    public internal(set) var conflict: StaffAssignmentConflict?
    public internal(set) var releaseReason: String?
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public internal(set) var updatedAt: Timestamp

    /// An assignment as it was stored.
    package init(
        restoring id: StaffAssignmentID, of organizationID: OrganizationID, version: Int, bookingID: BookingID,
        staffID: StaffID, userID: ActorID, _ order: AssignmentOrder, status: StaffAssignmentStatus, window: TimeWindow,
        travelMinutes: Int, conflict: StaffAssignmentConflict?, releaseReason: String?, createdBy: ActorID,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.organizationID, self.version, self.bookingID) = (id, organizationID, version, bookingID)
        (self.staffID, self.userID, self.order, self.status) = (staffID, userID, order, status)
        (self.window, self.travelMinutes, self.conflict) = (window, travelMinutes, conflict)
        (self.releaseReason, self.createdBy) = (releaseReason, createdBy)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
    }

    /// When the person is not free for anything else: the way there and the event. The way is counted before an event
    /// only, so that between two of them it is counted once.
    public var held: TimeWindow {
        // Time is only added, so the window stays one.
        (try? window.extended(before: .seconds(travelMinutes * 60), after: .zero)) ?? window
    }

    /// Whether nobody else can have the person's time then.
    public var holdsTime: Bool { AssignmentStates.holdTime.contains(status) && conflict != .time }

    /// Ends it before the work has begun.
    mutating func release(because reason: String, at now: Timestamp) throws(StaffError) {
        guard AssignmentStates.moves(from: status).contains(.cancelled) else {
            throw .invalidMove(from: status, to: .cancelled)
        }
        (status, releaseReason, conflict) = (.cancelled, reason, nil)
        version += 1
        updatedAt = max(now, updatedAt)
    }
}

/// What somebody is asked to do.
public struct AssignmentOrder: Sendable, Equatable {
    public var role: String
    /// In the booking's currency.
    public var hourlyRate: Int64?
    public var currency: Currency
    public var specialRequirements: [String]
    public var instructions: String?

    public init(
        role: String, hourlyRate: Int64?, currency: Currency, specialRequirements: [String], instructions: String?
    ) {
        (self.role, self.hourlyRate, self.currency) = (role, hourlyRate, currency)
        (self.specialRequirements, self.instructions) = (specialRequirements, instructions)
    }
}

/// Where an assignment may go from where: the whole of it.
///
/// | from | may become |
/// |---|---|
/// | created | offered, accepted, cancelled |
/// | offered | accepted, rejected, expired, cancelled |
/// | accepted | checked_in, no_show, cancelled |
/// | checked_in | checked_out |
/// | rejected, expired, checked_out, no_show, cancelled | |
public enum AssignmentStates {
    /// The moves that are allowed, nothing else. Who has checked in checks out, whatever becomes of the booking: their
    /// hours count.
    public static func moves(from status: StaffAssignmentStatus) -> [StaffAssignmentStatus] {
        switch status {
        case .created: [.offered, .accepted, .cancelled]
        case .offered: [.accepted, .rejected, .expired, .cancelled]
        case .accepted: [.checkedIn, .noShow, .cancelled]
        case .checkedIn: [.checkedOut]
        case .rejected, .expired, .checkedOut, .noShow, .cancelled: []
        }
    }

    /// The statuses that hold the person's time.
    public static let holdTime: [StaffAssignmentStatus] = [.created, .offered, .accepted, .checkedIn]
}
