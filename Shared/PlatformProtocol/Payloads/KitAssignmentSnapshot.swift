public import Identifiers
public import JSON

/// A kit's assignment to a booking after a change.
public struct KitAssignmentSnapshot: Sendable, Equatable {
    public let id: KitAssignmentID
    public let version: Int
    public let organizationID: OrganizationID
    public let bookingID: BookingID
    /// For one date only.
    public let eventID: EventInstanceID?
    /// For one activity only.
    public let activityID: ActivityID?
    public let kitTemplateID: KitTemplateID
    /// Which kit, once that is decided.
    public let kitInstanceID: KitID?
    public let status: KitAssignmentStatus
    /// Why it cannot stay as it is, when its booking was moved.
    public let conflict: KitAssignmentConflict?
    public let quantity: Int
    /// When it is taken, preparation and transit included.
    public let startTime: Timestamp
    /// When it can be taken again.
    public let endTime: Timestamp
    /// It never crosses a state line.
    public let isPlantTouching: Bool
    /// Where it is.
    public let state: USState?
    public let assignedBy: ActorID
    public let assignedAt: Timestamp
    public let updatedAt: Timestamp
    public let notes: String?

    public init(
        id: KitAssignmentID, version: Int, organizationID: OrganizationID, bookingID: BookingID,
        eventID: EventInstanceID? = nil, activityID: ActivityID? = nil, kitTemplateID: KitTemplateID,
        kitInstanceID: KitID? = nil, status: KitAssignmentStatus, conflict: KitAssignmentConflict? = nil,
        quantity: Int, startTime: Timestamp, endTime: Timestamp, isPlantTouching: Bool, state: USState? = nil,
        assignedBy: ActorID, assignedAt: Timestamp, updatedAt: Timestamp, notes: String? = nil
    ) {
        self.id = id
        self.version = version
        self.organizationID = organizationID
        self.bookingID = bookingID
        self.eventID = eventID
        self.activityID = activityID
        self.kitTemplateID = kitTemplateID
        self.kitInstanceID = kitInstanceID
        self.status = status
        self.conflict = conflict
        self.quantity = quantity
        self.startTime = startTime
        self.endTime = endTime
        self.isPlantTouching = isPlantTouching
        self.state = state
        self.assignedBy = assignedBy
        self.assignedAt = assignedAt
        self.updatedAt = updatedAt
        self.notes = notes
    }
}

extension KitAssignmentSnapshot: JSONCodable {
    public static let json: JSONType<KitAssignmentSnapshot> = .openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("version", \.version, .integer(1...Int.max)),
        Field("organizationId", \.organizationID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("eventId", \.eventID, .id().optional, "For one date only"),
        Field("activityId", \.activityID, .id().optional, "For one activity only"),
        Field("kitTemplateId", \.kitTemplateID, .id()),
        Field("kitInstanceId", \.kitInstanceID, .id().optional, "Which kit, once that is decided"),
        Field("status", \.status, .oneOf()),
        Field("conflict", \.conflict, .oneOf().optional, "Why it cannot stay as it is"),
        Field("quantity", \.quantity, .integer(1...10_000)),
        Field("startTime", \.startTime, .eventTime, "When it is taken, preparation and transit included"),
        Field("endTime", \.endTime, .eventTime, "When it can be taken again"),
        Field("isPlantTouching", \.isPlantTouching, .bool, "It never crosses a state line"),
        Field("state", \.state, .oneOf().optional, "Where it is"),
        Field("assignedBy", \.assignedBy, .actor),
        Field("assignedAt", \.assignedAt, .eventTime),
        Field("updatedAt", \.updatedAt, .eventTime),
        Field("notes", \.notes, .string(length: 0...2_000).optional))
}
