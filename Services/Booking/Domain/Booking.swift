/// The rules of booking-management: what a booking is, where it may go, and what it needs before it takes place.
///
/// Purpose: a rule is a method of `Booking` in a file named by its verb. It is given the time, who asks and what is
/// known, and either throws a `BookingError`, leaving the booking as it was, or changes it and returns a
/// `BookingChange`: the events to tell, in order, and the row of the history.
///
/// Model: the tables come first. `BookingLifecycle` holds the moves of the status and the stages each status allows;
/// `EditingPolicy` which field may be changed when, and what needs a new approval; `ReadinessItem.Kind` what gates
/// confirming and starting. Every change of a status goes through `Booking+Move`, so none leaves the table. Each event
/// raises the version by one.
///
/// Failure: what is wrong with a request is listed completely in `BookingError.invalid`; what the present state does
/// not allow is a case of its own that says what it does allow.
///
/// Not here: any clock, random number, storage or wire form; the dates of a recurrence, prices and payments. That no
/// two bookings hold one slot is the database's constraint alone: a rule cannot see the other booking.

public import Identifiers

/// An event that is planned, from a draft to what became of it.
public struct Booking: Sendable, Equatable {
    public let id: BookingID
    public let organizationID: OrganizationID
    public let reference: BookingReference
    /// Through what it came in, as the caller's surface names itself.
    public let source: String?
    public let createdBy: ActorID
    public let createdAt: Timestamp

    /// How many events were told of it.
    public internal(set) var version: Int
    /// The version in which something last changed that the law reads: a check of an older one says nothing any more.
    public internal(set) var legalVersion: Int
    public internal(set) var status: BookingStatus
    public internal(set) var stage: BookingStage
    public internal(set) var operationalStatus: OperationalStatus
    public internal(set) var details: BookingDetails
    /// From start to end; the same as the details say, and never empty.
    public internal(set) var window: TimeWindow
    public internal(set) var assignedStaff: [StaffID]
    public internal(set) var assignedKits: [KitAssignmentID]
    public internal(set) var estimate: CostEstimate?
    public internal(set) var budgetApproved: Bool
    /// It was changed after it was approved in a way that somebody has to agree to.
    public internal(set) var needsReapproval: Bool
    /// Whether a rejected booking may become a draft again.
    public internal(set) var allowsResubmission: Bool
    /// Until when its slot is held: while it is a draft or asked to be changed, and, once submitted, the deadline of the
    /// decision. Nil when the slot is firmly its own or not held at all.
    public internal(set) var holdExpiresAt: Timestamp?
    public internal(set) var moments: BookingMoments
    public internal(set) var cancellation: Cancellation?
    public internal(set) var updatedBy: ActorID
    public internal(set) var updatedAt: Timestamp

    /// Rebuilds one from the row that a rule left behind. Only the store may: nothing is judged again, for what is
    /// stored was judged, and a later rule must not make it unreadable.
    package init(
        restoring id: BookingID, organizationID: OrganizationID, reference: BookingReference, source: String?,
        createdBy: ActorID, createdAt: Timestamp, version: Int, legalVersion: Int, status: BookingStatus,
        stage: BookingStage, operationalStatus: OperationalStatus, details: BookingDetails,
        assignedStaff: [StaffID], assignedKits: [KitAssignmentID], estimate: CostEstimate?, budgetApproved: Bool,
        needsReapproval: Bool, allowsResubmission: Bool, holdExpiresAt: Timestamp?, moments: BookingMoments,
        cancellation: Cancellation?, updatedBy: ActorID, updatedAt: Timestamp
    ) throws(TimeWindowFault) {
        window = try TimeWindow(start: details.start, end: details.end)
        self.id = id
        self.organizationID = organizationID
        self.reference = reference
        self.source = source
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.version = version
        self.legalVersion = legalVersion
        self.status = status
        self.stage = stage
        self.operationalStatus = operationalStatus
        self.details = details
        self.assignedStaff = assignedStaff
        self.assignedKits = assignedKits
        self.estimate = estimate
        self.budgetApproved = budgetApproved
        self.needsReapproval = needsReapproval
        self.allowsResubmission = allowsResubmission
        self.holdExpiresAt = holdExpiresAt
        self.moments = moments
        self.cancellation = cancellation
        self.updatedBy = updatedBy
        self.updatedAt = updatedAt
    }
}

/// When a booking first or last reached what it has gone through.
public struct BookingMoments: Sendable, Equatable {
    public var submitted: Timestamp?
    public var approved: Timestamp?
    public var confirmed: Timestamp?
    public var checkedIn: Timestamp?
    public var completed: Timestamp?
    public var cancelled: Timestamp?

    public init(
        submitted: Timestamp? = nil, approved: Timestamp? = nil, confirmed: Timestamp? = nil,
        checkedIn: Timestamp? = nil, completed: Timestamp? = nil, cancelled: Timestamp? = nil
    ) {
        self.submitted = submitted
        self.approved = approved
        self.confirmed = confirmed
        self.checkedIn = checkedIn
        self.completed = completed
        self.cancelled = cancelled
    }
}

/// Who called a booking off, and why.
public struct Cancellation: Sendable, Equatable {
    public let by: ActorID
    public let reason: String

    public init(by: ActorID, reason: String) {
        self.by = by
        self.reason = reason
    }

    /// The reason of a booking whose making was undone. Such are hidden from lists.
    public static let sagaCompensated = "saga_compensated"
}
