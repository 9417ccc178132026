public import Identifiers
public import JSON

/// Somebody can work at a time, or cannot.
public struct StaffAvailabilityChanged: Sendable, Equatable {
    public let staffID: StaffID
    public let changedBy: ActorID
    public let changedAt: Timestamp
    public let from: Timestamp
    /// Not part of it.
    public let to: Timestamp
    public let isAvailable: Bool
    public let reason: String?

    public init(
        staffID: StaffID, changedBy: ActorID, changedAt: Timestamp, from: Timestamp, to: Timestamp, isAvailable: Bool,
        reason: String? = nil
    ) {
        self.staffID = staffID
        self.changedBy = changedBy
        self.changedAt = changedAt
        self.from = from
        self.to = to
        self.isAvailable = isAvailable
        self.reason = reason
    }
}

extension StaffAvailabilityChanged: EventPayload {
    public static let type = EventType.staffAvailabilityChanged

    public var aggregateID: UUID128 { staffID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("staffId", \.staffID, .id()),
        Field("changedBy", \.changedBy, .actor),
        Field("changedAt", \.changedAt, .eventTime),
        Field("from", \.from, .eventTime),
        Field("to", \.to, .eventTime, "Not part of it"),
        Field("isAvailable", \.isAvailable, .bool),
        Field("reason", \.reason, .string(length: 0...2_000).optional))
}

/// Somebody learned something.
public struct TrainingCompleted: Sendable, Equatable {
    public let staffID: StaffID
    public let trainingID: TrainingID
    public let course: String
    public let completedAt: Timestamp
    /// What they may do now.
    public let certification: CannabisStaffCertification?
    /// The last day of the certificate.
    public let validUntil: CalendarDay?

    public init(
        staffID: StaffID, trainingID: TrainingID, course: String, completedAt: Timestamp,
        certification: CannabisStaffCertification? = nil, validUntil: CalendarDay? = nil
    ) {
        self.staffID = staffID
        self.trainingID = trainingID
        self.course = course
        self.completedAt = completedAt
        self.certification = certification
        self.validUntil = validUntil
    }
}

extension TrainingCompleted: EventPayload {
    public static let type = EventType.trainingCompleted

    public var aggregateID: UUID128 { staffID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("staffId", \.staffID, .id()),
        Field("trainingId", \.trainingID, .id()),
        Field("course", \.course, .string(length: 1...200)),
        Field("completedAt", \.completedAt, .eventTime),
        Field("certification", \.certification, .oneOf().optional, "What they may do now"),
        Field("validUntil", \.validUntil, .day.optional, "The last day of the certificate"))
}
