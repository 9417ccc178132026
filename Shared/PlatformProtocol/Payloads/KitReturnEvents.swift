public import Identifiers
public import JSON

/// A kit is back.
public struct KitReturned: Sendable, Equatable {
    public let step: KitStep
    public let returnedBy: ActorID
    public let returnedAt: Timestamp
    public let receivedBy: ActorID
    public let condition: ComponentCondition
    public let missingComponents: [String]?
    public let damagedComponents: [DamagedComponent]?
    public let notes: String?

    public init(
        step: KitStep, returnedBy: ActorID, returnedAt: Timestamp, receivedBy: ActorID, condition: ComponentCondition,
        missingComponents: [String]? = nil, damagedComponents: [DamagedComponent]? = nil, notes: String? = nil
    ) {
        self.step = step
        self.returnedBy = returnedBy
        self.returnedAt = returnedAt
        self.receivedBy = receivedBy
        self.condition = condition
        self.missingComponents = missingComponents
        self.damagedComponents = damagedComponents
        self.notes = notes
    }
}

extension KitReturned: KitStepPayload {
    public static let type = EventType.kitReturned

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("returnedBy", \.returnedBy, .actor),
        Field("returnedAt", \.returnedAt, .eventTime),
        Field("receivedBy", \.receivedBy, .actor),
        Field("condition", \.condition, .oneOf()),
        Field("missingComponents", \.missingComponents, .array(.string(length: 1...200), count: 0...500).optional),
        Field("damagedComponents", \.damagedComponents, .array(.nested(), count: 0...500).optional),
        Field("notes", \.notes, .string(length: 0...2_000).optional))
}

/// A part that came back damaged.
public struct DamagedComponent: Sendable, Equatable {
    public let id: KitComponentID
    public let description: String
    public let severity: DamageSeverity

    public init(
        id: KitComponentID, description: String, severity: DamageSeverity
    ) {
        self.id = id
        self.description = description
        self.severity = severity
    }
}

extension DamagedComponent: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("description", \.description, .string(length: 1...2_000)),
        Field("severity", \.severity, .oneOf()))
}

/// A kit was looked at before it may be taken again.
public struct KitInspected: Sendable, Equatable {
    public let step: KitStep
    public let inspectedBy: ActorID
    public let inspectedAt: Timestamp
    public let condition: EquipmentCondition
    public let notes: String?

    public init(
        step: KitStep, inspectedBy: ActorID, inspectedAt: Timestamp, condition: EquipmentCondition, notes: String? = nil
    ) {
        self.step = step
        self.inspectedBy = inspectedBy
        self.inspectedAt = inspectedAt
        self.condition = condition
        self.notes = notes
    }
}

extension KitInspected: KitStepPayload {
    public static let type = EventType.kitInspected

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("inspectedBy", \.inspectedBy, .actor),
        Field("inspectedAt", \.inspectedAt, .eventTime),
        Field("condition", \.condition, .oneOf()),
        Field("notes", \.notes, .string(length: 0...2_000).optional))
}

/// A kit can be taken again.
public struct KitClosed: Sendable, Equatable {
    public let step: KitStep
    public let closedBy: ActorID
    public let closedAt: Timestamp

    public init(
        step: KitStep, closedBy: ActorID, closedAt: Timestamp
    ) {
        self.step = step
        self.closedBy = closedBy
        self.closedAt = closedAt
    }
}

extension KitClosed: KitStepPayload {
    public static let type = EventType.kitClosed

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("closedBy", \.closedBy, .actor),
        Field("closedAt", \.closedAt, .eventTime))
}

/// Nobody knows where a kit is.
public struct KitLost: Sendable, Equatable {
    public let step: KitStep
    public let reportedBy: ActorID
    public let reportedAt: Timestamp
    public let lastKnownPlace: String?
    public let reason: String

    public init(
        step: KitStep, reportedBy: ActorID, reportedAt: Timestamp, lastKnownPlace: String? = nil, reason: String
    ) {
        self.step = step
        self.reportedBy = reportedBy
        self.reportedAt = reportedAt
        self.lastKnownPlace = lastKnownPlace
        self.reason = reason
    }
}

extension KitLost: KitStepPayload {
    public static let type = EventType.kitLost

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("reportedBy", \.reportedBy, .actor),
        Field("reportedAt", \.reportedAt, .eventTime),
        Field("lastKnownPlace", \.lastKnownPlace, .string(length: 1...500).optional),
        Field("reason", \.reason, .string(length: 0...2_000)))
}

/// Something is wrong with a kit.
public struct KitIssueReported: Sendable, Equatable {
    public let step: KitStep
    public let reportedBy: ActorID
    public let reportedAt: Timestamp
    public let issueType: KitIssueType
    public let description: String
    public let impactLevel: IssueImpact
    public let photoURLs: [String]?
    /// Somebody has to act now.
    public let needsImmediate: Bool

    public init(
        step: KitStep, reportedBy: ActorID, reportedAt: Timestamp, issueType: KitIssueType, description: String,
        impactLevel: IssueImpact, photoURLs: [String]? = nil, needsImmediate: Bool
    ) {
        self.step = step
        self.reportedBy = reportedBy
        self.reportedAt = reportedAt
        self.issueType = issueType
        self.description = description
        self.impactLevel = impactLevel
        self.photoURLs = photoURLs
        self.needsImmediate = needsImmediate
    }
}

extension KitIssueReported: KitStepPayload {
    public static let type = EventType.kitIssueReported

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("reportedBy", \.reportedBy, .actor),
        Field("reportedAt", \.reportedAt, .eventTime),
        Field("issueType", \.issueType, .oneOf()),
        Field("description", \.description, .string(length: 1...2_000)),
        Field("impactLevel", \.impactLevel, .oneOf()),
        Field("photoUrls", \.photoURLs, .photoURLs.optional),
        Field("needsImmediate", \.needsImmediate, .bool, "Somebody has to act now"))
}
