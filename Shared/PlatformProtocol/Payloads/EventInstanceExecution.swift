public import Identifiers
public import JSON

/// A date has begun.
public struct EventStarted: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let startedBy: ActorID
    public let startedAt: Timestamp
    public let location: PlaceName
    public let staffPresent: [StaffPresence]

    public init(
        eventID: EventInstanceID, bookingID: BookingID, startedBy: ActorID, startedAt: Timestamp, location: PlaceName,
        staffPresent: [StaffPresence]
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.startedBy = startedBy
        self.startedAt = startedAt
        self.location = location
        self.staffPresent = staffPresent
    }
}

extension EventStarted: EventInstancePayload {
    public static let type = EventType.eventStarted

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("startedBy", \.startedBy, .actor),
        Field("startedAt", \.startedAt, .eventTime),
        Field("location", \.location, .nested()),
        Field("staffPresent", \.staffPresent, .array(.nested(), count: 0...1_000)))
}

/// One of the people who are at a date as it begins.
public struct StaffPresence: Sendable, Equatable {
    public let userID: ActorID
    public let role: String
    public let checkedInAt: Timestamp

    public init(
        userID: ActorID, role: String, checkedInAt: Timestamp
    ) {
        self.userID = userID
        self.role = role
        self.checkedInAt = checkedInAt
    }
}

extension StaffPresence: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("userId", \.userID, .actor, classified: .pii),
        Field("role", \.role, .string(length: 1...100)),
        Field("checkedInAt", \.checkedInAt, .eventTime))
}

/// A date is over.
public struct EventCompleted: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let completedBy: ActorID
    public let completedAt: Timestamp
    public let actualStartTime: Timestamp
    public let actualEndTime: Timestamp
    public let staffParticipated: [StaffParticipation]
    public let outcomes: EventOutcomes

    public init(
        eventID: EventInstanceID, bookingID: BookingID, completedBy: ActorID, completedAt: Timestamp,
        actualStartTime: Timestamp, actualEndTime: Timestamp, staffParticipated: [StaffParticipation],
        outcomes: EventOutcomes
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.completedBy = completedBy
        self.completedAt = completedAt
        self.actualStartTime = actualStartTime
        self.actualEndTime = actualEndTime
        self.staffParticipated = staffParticipated
        self.outcomes = outcomes
    }
}

extension EventCompleted: EventInstancePayload {
    public static let type = EventType.eventCompleted

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("completedBy", \.completedBy, .actor),
        Field("completedAt", \.completedAt, .eventTime),
        Field("actualStartTime", \.actualStartTime, .eventTime),
        Field("actualEndTime", \.actualEndTime, .eventTime),
        Field("staffParticipated", \.staffParticipated, .array(.nested(), count: 0...1_000)),
        Field("outcomes", \.outcomes, .nested()))
}

/// One of the people who worked a date.
public struct StaffParticipation: Sendable, Equatable {
    public let userID: ActorID
    public let role: String
    public let hoursWorked: JSONDecimal

    public init(
        userID: ActorID, role: String, hoursWorked: JSONDecimal
    ) {
        self.userID = userID
        self.role = role
        self.hoursWorked = hoursWorked
    }
}

extension StaffParticipation: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("userId", \.userID, .actor, classified: .pii),
        Field("role", \.role, .string(length: 1...100)),
        Field("hoursWorked", \.hoursWorked, .hours))
}

/// What a date came to.
public struct EventOutcomes: Sendable, Equatable {
    public let metExpectations: Bool
    /// By the names that whoever reports them gives.
    public let metrics: [String: JSONDecimal]
    public let notes: String

    public init(
        metExpectations: Bool, metrics: [String: JSONDecimal], notes: String
    ) {
        self.metExpectations = metExpectations
        self.metrics = metrics
        self.notes = notes
    }
}

extension EventOutcomes: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("metExpectations", \.metExpectations, .bool),
        Field("metrics", \.metrics, .measures, "By the names that whoever reports them gives"),
        Field("notes", \.notes, .string(length: 0...2_000)))
}

/// Something is wrong with a date.
public struct EventIssueReported: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let reportedBy: ActorID
    public let reportedAt: Timestamp
    public let issueType: EventIssueType
    public let severity: IssueSeverity
    public let description: String
    public let immediateActionTaken: String?

    public init(
        eventID: EventInstanceID, bookingID: BookingID, reportedBy: ActorID, reportedAt: Timestamp,
        issueType: EventIssueType, severity: IssueSeverity, description: String, immediateActionTaken: String? = nil
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.reportedBy = reportedBy
        self.reportedAt = reportedAt
        self.issueType = issueType
        self.severity = severity
        self.description = description
        self.immediateActionTaken = immediateActionTaken
    }
}

extension EventIssueReported: EventInstancePayload {
    public static let type = EventType.eventIssueReported

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("reportedBy", \.reportedBy, .actor),
        Field("reportedAt", \.reportedAt, .eventTime),
        Field("issueType", \.issueType, .oneOf()),
        Field("severity", \.severity, .oneOf()),
        Field("description", \.description, .string(length: 1...2_000)),
        Field("immediateActionTaken", \.immediateActionTaken, .string(length: 0...2_000).optional))
}
