public import Identifiers
public import JSON

/// What the payloads about kit assignments have in common: the assignment after the change.
public protocol KitAssignmentEventPayload: EventPayload {
    var assignment: KitAssignmentSnapshot { get }
}

extension KitAssignmentEventPayload {
    public var aggregateID: UUID128 { assignment.id.uuid }
    public var kitAssignmentID: KitAssignmentID { assignment.id }
    public var bookingID: BookingID { assignment.bookingID }
}

/// A kit is taken for a booking, or for one date or activity of it.
public struct KitAssignedToActivity: Sendable, Equatable {
    public let assignment: KitAssignmentSnapshot

    public init(
        assignment: KitAssignmentSnapshot
    ) {
        self.assignment = assignment
    }
}

extension KitAssignedToActivity: KitAssignmentEventPayload {
    public static let type = EventType.kitAssignedToActivity

    public static let json = JSONType.openRecord(
        {
            (
                _: KitAssignmentID, _: BookingID, _: ActivityID?, _: EventInstanceID?, _: KitTemplateID, _: KitID?,
                _: ActorID, _: Timestamp, _: Int, _: String?, assignment: KitAssignmentSnapshot
            ) in
            Self(assignment: assignment)
        },
        Field("kitAssignmentId", \.kitAssignmentID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("activityId", \.assignment.activityID, .id().optional),
        Field("eventId", \.assignment.eventID, .id().optional),
        Field("kitTemplateId", \.assignment.kitTemplateID, .id()),
        Field("kitInstanceId", \.assignment.kitInstanceID, .id().optional),
        Field("assignedBy", \.assignment.assignedBy, .actor),
        Field("assignedAt", \.assignment.assignedAt, .eventTime),
        Field("quantity", \.assignment.quantity, .integer(1...10_000)),
        Field("notes", \.assignment.notes, .string(length: 0...2_000).optional),
        Field("assignment", \.assignment, .nested()))
}

/// A kit is free again without having been used.
public struct KitReleased: Sendable, Equatable {
    public let releasedBy: ActorID
    public let releasedAt: Timestamp
    public let reason: String
    public let assignment: KitAssignmentSnapshot

    public init(
        releasedBy: ActorID, releasedAt: Timestamp, reason: String, assignment: KitAssignmentSnapshot
    ) {
        self.releasedBy = releasedBy
        self.releasedAt = releasedAt
        self.reason = reason
        self.assignment = assignment
    }
}

extension KitReleased: KitAssignmentEventPayload {
    public static let type = EventType.kitReleased

    public static let json = JSONType.openRecord(
        {
            (
                _: KitAssignmentID, _: BookingID, _: ActivityID?, _: EventInstanceID?, _: KitTemplateID, _: KitID?,
                releasedBy: ActorID, releasedAt: Timestamp, reason: String, assignment: KitAssignmentSnapshot
            ) in
            Self(releasedBy: releasedBy, releasedAt: releasedAt, reason: reason, assignment: assignment)
        },
        Field("kitAssignmentId", \.kitAssignmentID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("activityId", \.assignment.activityID, .id().optional),
        Field("eventId", \.assignment.eventID, .id().optional),
        Field("kitTemplateId", \.assignment.kitTemplateID, .id()),
        Field("kitInstanceId", \.assignment.kitInstanceID, .id().optional),
        Field("releasedBy", \.releasedBy, .actor),
        Field("releasedAt", \.releasedAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("assignment", \.assignment, .nested()))
}
