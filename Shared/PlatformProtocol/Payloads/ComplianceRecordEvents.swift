public import Identifiers
public import JSON

/// Somebody looked whether the rules were kept.
public struct ComplianceAuditCompleted: Sendable, Equatable {
    public let auditID: AuditID
    /// What was looked at.
    public let subject: String
    public let passed: Bool
    /// How many.
    public let findings: Int
    public let completedBy: ActorID
    public let completedAt: Timestamp

    public init(
        auditID: AuditID, subject: String, passed: Bool, findings: Int, completedBy: ActorID, completedAt: Timestamp
    ) {
        self.auditID = auditID
        self.subject = subject
        self.passed = passed
        self.findings = findings
        self.completedBy = completedBy
        self.completedAt = completedAt
    }
}

extension ComplianceAuditCompleted: EventPayload {
    public static let type = EventType.complianceAuditCompleted

    public var aggregateID: UUID128 { auditID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("auditId", \.auditID, .id()),
        Field("subject", \.subject, .string(length: 1...500), "What was looked at"),
        Field("passed", \.passed, .bool, classified: .restricted),
        Field("findings", \.findings, .integer(0...100_000), "How many", classified: .restricted),
        Field("completedBy", \.completedBy, .actor),
        Field("completedAt", \.completedAt, .eventTime))
}

/// A licence has to be renewed.
public struct LicenseExpiring: Sendable, Equatable {
    public let licenseID: LicenseID
    /// As the state calls it.
    public let licenseType: String
    public let state: USState
    public let licenseNumber: String
    /// Its last day.
    public let expiresOn: CalendarDay
    /// Negative when it is over.
    public let daysLeft: Int

    public init(
        licenseID: LicenseID, licenseType: String, state: USState, licenseNumber: String, expiresOn: CalendarDay,
        daysLeft: Int
    ) {
        self.licenseID = licenseID
        self.licenseType = licenseType
        self.state = state
        self.licenseNumber = licenseNumber
        self.expiresOn = expiresOn
        self.daysLeft = daysLeft
    }
}

extension LicenseExpiring: EventPayload {
    public static let type = EventType.licenseExpiring

    public var aggregateID: UUID128 { licenseID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("licenseId", \.licenseID, .id()),
        Field("licenseType", \.licenseType, .string(length: 1...100), "As the state calls it"),
        Field("state", \.state, .oneOf()),
        Field("licenseNumber", \.licenseNumber, .string(length: 1...100), classified: .confidential),
        Field("expiresOn", \.expiresOn, .day, "Its last day"),
        Field("daysLeft", \.daysLeft, .integer(-36_500...36_500), "Negative when it is over"))
}

/// The rules of a state are others from a day on.
public struct RegulationUpdated: Sendable, Equatable {
    public let regulationID: RegulationID
    public let state: USState
    public let ruleSetVersion: String
    /// Those that changed.
    public let rules: [ChangedRule]
    public let effectiveFrom: CalendarDay
    public let publishedBy: ActorID
    public let publishedAt: Timestamp

    public init(
        regulationID: RegulationID, state: USState, ruleSetVersion: String, rules: [ChangedRule],
        effectiveFrom: CalendarDay, publishedBy: ActorID, publishedAt: Timestamp
    ) {
        self.regulationID = regulationID
        self.state = state
        self.ruleSetVersion = ruleSetVersion
        self.rules = rules
        self.effectiveFrom = effectiveFrom
        self.publishedBy = publishedBy
        self.publishedAt = publishedAt
    }
}

extension RegulationUpdated: EventPayload {
    public static let type = EventType.regulationUpdated

    public var aggregateID: UUID128 { regulationID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("regulationId", \.regulationID, .id()),
        Field("state", \.state, .oneOf()),
        Field("ruleSetVersion", \.ruleSetVersion, .string(length: 1...50)),
        Field("rules", \.rules, .array(.nested(), count: 0...1_000), "Those that changed"),
        Field("effectiveFrom", \.effectiveFrom, .day),
        Field("publishedBy", \.publishedBy, .actor),
        Field("publishedAt", \.publishedAt, .eventTime))
}

/// A rule that is new, gone or another than before.
public struct ChangedRule: Sendable, Equatable {
    public let id: String
    public let area: ComplianceArea

    public init(
        id: String, area: ComplianceArea
    ) {
        self.id = id
        self.area = area
    }
}

extension ChangedRule: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .string(length: 1...200)),
        Field("area", \.area, .oneOf()))
}

/// Everything that a booking needs is proven.
public struct OperationalVerified: Sendable, Equatable {
    public let bookingID: BookingID
    public let verifiedAt: Timestamp
    public let evidence: [OperationalEvidence]

    public init(
        bookingID: BookingID, verifiedAt: Timestamp, evidence: [OperationalEvidence]
    ) {
        self.bookingID = bookingID
        self.verifiedAt = verifiedAt
        self.evidence = evidence
    }
}

extension OperationalVerified: EventPayload {
    public static let type = EventType.operationalVerified

    public var aggregateID: UUID128 { bookingID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("bookingId", \.bookingID, .id()),
        Field("verifiedAt", \.verifiedAt, .eventTime),
        Field("evidence", \.evidence, .array(.nested(), count: 0...50)))
}

/// What one need of a booking was proven by.
public struct OperationalEvidence: Sendable, Equatable {
    public let item: String
    public let proven: Bool
    public let source: String

    public init(
        item: String, proven: Bool, source: String
    ) {
        self.item = item
        self.proven = proven
        self.source = source
    }
}

extension OperationalEvidence: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("item", \.item, .string(length: 1...50)),
        Field("proven", \.proven, .bool),
        Field("source", \.source, .string(length: 1...500)))
}
