public import Identifiers
public import JSON

/// A person's assignment after a change.
public struct StaffAssignmentSnapshot: Sendable, Equatable {
    public let id: StaffAssignmentID
    public let version: Int
    public let organizationID: OrganizationID
    public let bookingID: BookingID
    /// For one date only.
    public let eventID: EventInstanceID?
    /// For one activity only.
    public let activityID: ActivityID?
    public let staffID: StaffID
    public let userID: ActorID
    public let role: String
    public let status: StaffAssignmentStatus
    /// Why it cannot stay as it is, when its booking was moved.
    public let conflict: StaffAssignmentConflict?
    public let startTime: Timestamp
    public let endTime: Timestamp
    /// In minor units of `currency`.
    public let hourlyRate: Int64?
    public let currency: Currency
    public let specialRequirements: [String]
    public let instructions: String?
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    public init(
        id: StaffAssignmentID, version: Int, organizationID: OrganizationID, bookingID: BookingID,
        eventID: EventInstanceID? = nil, activityID: ActivityID? = nil, staffID: StaffID, userID: ActorID, role: String,
        status: StaffAssignmentStatus, conflict: StaffAssignmentConflict? = nil, startTime: Timestamp,
        endTime: Timestamp, hourlyRate: Int64? = nil, currency: Currency, specialRequirements: [String],
        instructions: String? = nil, createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.version = version
        self.organizationID = organizationID
        self.bookingID = bookingID
        self.eventID = eventID
        self.activityID = activityID
        self.staffID = staffID
        self.userID = userID
        self.role = role
        self.status = status
        self.conflict = conflict
        self.startTime = startTime
        self.endTime = endTime
        self.hourlyRate = hourlyRate
        self.currency = currency
        self.specialRequirements = specialRequirements
        self.instructions = instructions
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension StaffAssignmentSnapshot: JSONCodable {
    public static let json: JSONType<StaffAssignmentSnapshot> = .openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("version", \.version, .integer(1...Int.max)),
        Field("organizationId", \.organizationID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("eventId", \.eventID, .id().optional, "For one date only"),
        Field("activityId", \.activityID, .id().optional, "For one activity only"),
        Field("staffId", \.staffID, .id()),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("role", \.role, .string(length: 1...100)),
        Field("status", \.status, .oneOf()),
        Field("conflict", \.conflict, .oneOf().optional, "Why it cannot stay as it is"),
        Field("startTime", \.startTime, .eventTime),
        Field("endTime", \.endTime, .eventTime),
        Field("hourlyRate", \.hourlyRate, .minorUnits(0...100_000_000).optional, classified: .restricted),
        Field("currency", \.currency, .currency),
        Field("specialRequirements", \.specialRequirements, .array(.string(length: 1...200), count: 0...50)),
        Field("instructions", \.instructions, .string(length: 0...2_000).optional),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("updatedAt", \.updatedAt, .eventTime))
}

/// As much of a booking as somebody who works on it needs.
public struct BookingBrief: Sendable, Equatable {
    public let id: BookingID
    public let title: String
    public let status: BookingStatus
    public let locationID: LocationID?
    public let state: USState
    public let startDateTime: Timestamp
    public let endDateTime: Timestamp
    public let timezone: String

    public init(
        id: BookingID, title: String, status: BookingStatus, locationID: LocationID? = nil, state: USState,
        startDateTime: Timestamp, endDateTime: Timestamp, timezone: String
    ) {
        self.id = id
        self.title = title
        self.status = status
        self.locationID = locationID
        self.state = state
        self.startDateTime = startDateTime
        self.endDateTime = endDateTime
        self.timezone = timezone
    }
}

extension BookingBrief: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("title", \.title, .string(length: 1...200)),
        Field("status", \.status, .oneOf()),
        Field("locationId", \.locationID, .id().optional),
        Field("state", \.state, .oneOf()),
        Field("startDateTime", \.startDateTime, .eventTime),
        Field("endDateTime", \.endDateTime, .eventTime),
        Field("timezone", \.timezone, .string(length: 1...64)))
}

/// One of the people who work on a booking.
public struct StaffOnBooking: Sendable, Equatable {
    public let assignmentID: StaffAssignmentID
    public let staffID: StaffID
    public let role: String
    /// In minor units of the event's `currency`.
    public let hourlyRate: Int64?

    public init(
        assignmentID: StaffAssignmentID, staffID: StaffID, role: String, hourlyRate: Int64? = nil
    ) {
        self.assignmentID = assignmentID
        self.staffID = staffID
        self.role = role
        self.hourlyRate = hourlyRate
    }
}

extension StaffOnBooking: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("assignmentId", \.assignmentID, .id()),
        Field("staffId", \.staffID, .id()),
        Field("role", \.role, .string(length: 1...100)),
        Field("hourlyRate", \.hourlyRate, .minorUnits(0...100_000_000).optional, classified: .restricted))
}
