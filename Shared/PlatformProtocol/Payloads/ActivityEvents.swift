public import Identifiers
public import JSON

/// What the payloads about activities have in common.
public protocol ActivityEventPayload: EventPayload {
    var activityID: ActivityID { get }
    var eventID: EventInstanceID { get }
}

extension ActivityEventPayload {
    public var aggregateID: UUID128 { activityID.uuid }
}

/// Something is to be done on a date.
public struct ActivityCreated: Sendable, Equatable {
    public let activityID: ActivityID
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public let activityType: String
    public let description: String
    /// Minutes.
    public let durationMinutes: Int
    public let requiredKitTemplateIDs: [KitTemplateID]
    public let requiredStaffRoles: [String]

    public init(
        activityID: ActivityID, eventID: EventInstanceID, bookingID: BookingID, createdBy: ActorID,
        createdAt: Timestamp, activityType: String, description: String, durationMinutes: Int,
        requiredKitTemplateIDs: [KitTemplateID], requiredStaffRoles: [String]
    ) {
        self.activityID = activityID
        self.eventID = eventID
        self.bookingID = bookingID
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.activityType = activityType
        self.description = description
        self.durationMinutes = durationMinutes
        self.requiredKitTemplateIDs = requiredKitTemplateIDs
        self.requiredStaffRoles = requiredStaffRoles
    }
}

extension ActivityCreated: ActivityEventPayload {
    public static let type = EventType.activityCreated

    public static let json = JSONType.openRecord(
        Self.init,
        Field("activityId", \.activityID, .id()),
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("activityType", \.activityType, .string(length: 1...100)),
        Field("description", \.description, .string(length: 0...2_000)),
        Field("duration", \.durationMinutes, .integer(1...10_080), "Minutes"),
        Field("requiredKitTemplateIds", \.requiredKitTemplateIDs, .array(.id(), count: 0...100)),
        Field("requiredStaffRoles", \.requiredStaffRoles, .array(.string(length: 1...100), count: 0...100)))
}

/// Somebody is to do it.
public struct ActivityAssigned: Sendable, Equatable {
    public let activityID: ActivityID
    public let eventID: EventInstanceID
    public let assignmentID: StaffAssignmentID
    public let assignedTo: ActorID
    public let assignedBy: ActorID
    public let assignedAt: Timestamp
    public let role: String
    public let instructions: String?

    public init(
        activityID: ActivityID, eventID: EventInstanceID, assignmentID: StaffAssignmentID, assignedTo: ActorID,
        assignedBy: ActorID, assignedAt: Timestamp, role: String, instructions: String? = nil
    ) {
        self.activityID = activityID
        self.eventID = eventID
        self.assignmentID = assignmentID
        self.assignedTo = assignedTo
        self.assignedBy = assignedBy
        self.assignedAt = assignedAt
        self.role = role
        self.instructions = instructions
    }
}

extension ActivityAssigned: ActivityEventPayload {
    public static let type = EventType.activityAssigned

    public static let json = JSONType.openRecord(
        Self.init,
        Field("activityId", \.activityID, .id()),
        Field("eventId", \.eventID, .id()),
        Field("assignmentId", \.assignmentID, .id()),
        Field("assignedTo", \.assignedTo, .actor, classified: .pii),
        Field("assignedBy", \.assignedBy, .actor),
        Field("assignedAt", \.assignedAt, .eventTime),
        Field("role", \.role, .string(length: 1...100)),
        Field("instructions", \.instructions, .string(length: 0...2_000).optional))
}

/// It is being done.
public struct ActivityStarted: Sendable, Equatable {
    public let activityID: ActivityID
    public let eventID: EventInstanceID
    public let startedBy: ActorID
    public let startedAt: Timestamp
    public let kitsInUse: [KitID]
    public let staffExecuting: [ActorID]

    public init(
        activityID: ActivityID, eventID: EventInstanceID, startedBy: ActorID, startedAt: Timestamp, kitsInUse: [KitID],
        staffExecuting: [ActorID]
    ) {
        self.activityID = activityID
        self.eventID = eventID
        self.startedBy = startedBy
        self.startedAt = startedAt
        self.kitsInUse = kitsInUse
        self.staffExecuting = staffExecuting
    }
}

extension ActivityStarted: ActivityEventPayload {
    public static let type = EventType.activityStarted

    public static let json = JSONType.openRecord(
        Self.init,
        Field("activityId", \.activityID, .id()),
        Field("eventId", \.eventID, .id()),
        Field("startedBy", \.startedBy, .actor),
        Field("startedAt", \.startedAt, .eventTime),
        Field("kitsInUse", \.kitsInUse, .array(.id(), count: 0...200)),
        Field("staffExecuting", \.staffExecuting, .array(.actor, count: 0...1_000), classified: .pii))
}

/// It is not done.
public struct ActivityCancelled: Sendable, Equatable {
    public let activityID: ActivityID
    public let eventID: EventInstanceID
    public let cancelledBy: ActorID
    public let cancelledAt: Timestamp
    public let reason: String

    public init(
        activityID: ActivityID, eventID: EventInstanceID, cancelledBy: ActorID, cancelledAt: Timestamp, reason: String
    ) {
        self.activityID = activityID
        self.eventID = eventID
        self.cancelledBy = cancelledBy
        self.cancelledAt = cancelledAt
        self.reason = reason
    }
}

extension ActivityCancelled: ActivityEventPayload {
    public static let type = EventType.activityCancelled

    public static let json = JSONType.openRecord(
        Self.init,
        Field("activityId", \.activityID, .id()),
        Field("eventId", \.eventID, .id()),
        Field("cancelledBy", \.cancelledBy, .actor),
        Field("cancelledAt", \.cancelledAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)))
}
