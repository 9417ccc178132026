public import Identifiers
public import JSON

/// What the payloads about staff assignments have in common: the assignment after the change.
public protocol StaffAssignmentEventPayload: EventPayload {
    var assignment: StaffAssignmentSnapshot { get }
}

extension StaffAssignmentEventPayload {
    public var aggregateID: UUID128 { assignment.id.uuid }
    public var assignmentID: StaffAssignmentID { assignment.id }
    public var bookingID: BookingID { assignment.bookingID }
    public var eventID: EventInstanceID? { assignment.eventID }
    public var activityID: ActivityID? { assignment.activityID }
    public var userID: ActorID { assignment.userID }
    public var role: String { assignment.role }

    /// What the payloads about one person's answer and presence begin with.
    static var assignmentHead: JSONFieldGroup<Self, StaffAssignmentSnapshot> {
        JSONFieldGroup(
            {
                (
                    _: StaffAssignmentID, _: BookingID, _: EventInstanceID?, _: ActorID,
                    assignment: StaffAssignmentSnapshot
                ) in
                assignment
            },
            Field("assignmentId", \.assignmentID, .id()),
            Field("bookingId", \.bookingID, .id()),
            Field("eventId", \.eventID, .id().optional),
            Field("userId", \.userID, .actor, classified: .pii),
            Field("assignment", \.assignment, .nested()))
    }
}

/// Somebody is planned for a booking.
public struct StaffAssignmentCreated: Sendable, Equatable {
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public let assignment: StaffAssignmentSnapshot

    public init(
        createdBy: ActorID, createdAt: Timestamp, assignment: StaffAssignmentSnapshot
    ) {
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.assignment = assignment
    }
}

extension StaffAssignmentCreated: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignmentCreated

    public static let json = JSONType.openRecord(
        {
            (
                _: StaffAssignmentID, _: BookingID, _: EventInstanceID?, _: ActivityID?, _: ActorID, _: String,
                createdBy: ActorID, createdAt: Timestamp, _: Timestamp, _: Timestamp, _: String?,
                assignment: StaffAssignmentSnapshot
            ) in
            Self(createdBy: createdBy, createdAt: createdAt, assignment: assignment)
        },
        Field("assignmentId", \.assignmentID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("eventId", \.eventID, .id().optional),
        Field("activityId", \.activityID, .id().optional),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("role", \.role, .string(length: 1...100)),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("startTime", \.assignment.startTime, .eventTime),
        Field("endTime", \.assignment.endTime, .eventTime),
        Field("instructions", \.assignment.instructions, .string(length: 0...2_000).optional),
        Field("assignment", \.assignment, .nested()))
}

/// Somebody works on a booking: they accepted, or a manager assigned them.
public struct StaffAssignedToBooking: Sendable, Equatable {
    /// Everybody on the booking, this one included.
    public let assignments: [StaffOnBooking]
    public let assignedBy: ActorID
    public let assignedAt: Timestamp
    public let booking: BookingBrief
    /// In minor units of `currency`.
    public let totalHourlyRate: Int64
    public let skillsMatched: [String]
    public let assignment: StaffAssignmentSnapshot

    public init(
        assignments: [StaffOnBooking], assignedBy: ActorID, assignedAt: Timestamp, booking: BookingBrief,
        totalHourlyRate: Int64, skillsMatched: [String], assignment: StaffAssignmentSnapshot
    ) {
        self.assignments = assignments
        self.assignedBy = assignedBy
        self.assignedAt = assignedAt
        self.booking = booking
        self.totalHourlyRate = totalHourlyRate
        self.skillsMatched = skillsMatched
        self.assignment = assignment
    }
}

extension StaffAssignedToBooking: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignedToBooking

    public static let json = JSONType.openRecord(
        {
            (
                _: StaffAssignmentID, _: BookingID, _: EventInstanceID?, assignments: [StaffOnBooking],
                assignedBy: ActorID, assignedAt: Timestamp, booking: BookingBrief, _: Int, totalHourlyRate: Int64,
                _: Currency, skillsMatched: [String], assignment: StaffAssignmentSnapshot
            ) in
            Self(
                assignments: assignments, assignedBy: assignedBy, assignedAt: assignedAt, booking: booking,
                totalHourlyRate: totalHourlyRate, skillsMatched: skillsMatched, assignment: assignment)
        },
        Field("assignmentId", \.assignmentID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("eventId", \.eventID, .id().optional),
        Field(
            "assignments", \.assignments, .array(.nested(), count: 0...1_000),
            "Everybody on the booking, this one included"),
        Field("assignedBy", \.assignedBy, .actor),
        Field("assignedAt", \.assignedAt, .eventTime),
        Field("booking", \.booking, .nested()),
        Field("staffCount", \.assignments.count, .integer(0...1_000)),
        Field("totalHourlyRate", \.totalHourlyRate, .minorUnits(0...100_000_000_000), classified: .restricted),
        Field("currency", \.assignment.currency, .currency),
        Field("skillsMatched", \.skillsMatched, .array(.string(length: 1...100), count: 0...100)),
        Field("assignment", \.assignment, .nested()))
}

/// Somebody is free again: the booking or the assignment was cancelled.
public struct StaffAssignmentReleased: Sendable, Equatable {
    public let releasedBy: ActorID
    public let releasedAt: Timestamp
    public let reason: String
    public let assignment: StaffAssignmentSnapshot

    public init(
        releasedBy: ActorID, releasedAt: Timestamp, reason: String, assignment: StaffAssignmentSnapshot
    ) {
        self.releasedBy = releasedBy
        self.releasedAt = releasedAt
        self.reason = reason
        self.assignment = assignment
    }
}

extension StaffAssignmentReleased: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignmentReleased

    public static let json = JSONType.openRecord(
        {
            (
                _: StaffAssignmentID, _: BookingID, _: EventInstanceID?, _: ActorID, releasedBy: ActorID,
                releasedAt: Timestamp, reason: String, assignment: StaffAssignmentSnapshot
            ) in
            Self(releasedBy: releasedBy, releasedAt: releasedAt, reason: reason, assignment: assignment)
        },
        Field("assignmentId", \.assignmentID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("eventId", \.eventID, .id().optional),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("releasedBy", \.releasedBy, .actor),
        Field("releasedAt", \.releasedAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("assignment", \.assignment, .nested()))
}
