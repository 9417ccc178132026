public import Identifiers
public import JSON

/// It is done.
public struct ActivityCompleted: Sendable, Equatable {
    public let activityID: ActivityID
    public let eventID: EventInstanceID
    public let completedBy: ActorID
    public let completedAt: Timestamp
    public let outcomes: ActivityOutcomes

    public init(
        activityID: ActivityID, eventID: EventInstanceID, completedBy: ActorID, completedAt: Timestamp,
        outcomes: ActivityOutcomes
    ) {
        self.activityID = activityID
        self.eventID = eventID
        self.completedBy = completedBy
        self.completedAt = completedAt
        self.outcomes = outcomes
    }
}

extension ActivityCompleted: ActivityEventPayload {
    public static let type = EventType.activityCompleted

    public static let json = JSONType.openRecord(
        Self.init,
        Field("activityId", \.activityID, .id()),
        Field("eventId", \.eventID, .id()),
        Field("completedBy", \.completedBy, .actor),
        Field("completedAt", \.completedAt, .eventTime),
        Field("outcomes", \.outcomes, .nested()))
}

/// What an activity came to.
public struct ActivityOutcomes: Sendable, Equatable {
    /// By the names that whoever reports them gives.
    public let metrics: [String: JSONDecimal]
    public let notes: String
    public let photoURLs: [String]?

    public init(
        metrics: [String: JSONDecimal], notes: String, photoURLs: [String]? = nil
    ) {
        self.metrics = metrics
        self.notes = notes
        self.photoURLs = photoURLs
    }
}

extension ActivityOutcomes: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("metrics", \.metrics, .measures, "By the names that whoever reports them gives"),
        Field("notes", \.notes, .string(length: 0...2_000)),
        Field("photoUrls", \.photoURLs, .photoURLs.optional))
}

/// Something is wrong with it.
public struct ActivityIssueReported: Sendable, Equatable {
    public let activityID: ActivityID
    public let eventID: EventInstanceID
    public let reportedBy: ActorID
    public let reportedAt: Timestamp
    public let issueType: String
    public let description: String
    public let impactLevel: IssueImpact
    public let photoURLs: [String]?

    public init(
        activityID: ActivityID, eventID: EventInstanceID, reportedBy: ActorID, reportedAt: Timestamp, issueType: String,
        description: String, impactLevel: IssueImpact, photoURLs: [String]? = nil
    ) {
        self.activityID = activityID
        self.eventID = eventID
        self.reportedBy = reportedBy
        self.reportedAt = reportedAt
        self.issueType = issueType
        self.description = description
        self.impactLevel = impactLevel
        self.photoURLs = photoURLs
    }
}

extension ActivityIssueReported: ActivityEventPayload {
    public static let type = EventType.activityIssueReported

    public static let json = JSONType.openRecord(
        Self.init,
        Field("activityId", \.activityID, .id()),
        Field("eventId", \.eventID, .id()),
        Field("reportedBy", \.reportedBy, .actor),
        Field("reportedAt", \.reportedAt, .eventTime),
        Field("issueType", \.issueType, .string(length: 1...100)),
        Field("description", \.description, .string(length: 1...2_000)),
        Field("impactLevel", \.impactLevel, .oneOf()),
        Field("photoUrls", \.photoURLs, .photoURLs.optional))
}
