public import Identifiers
public import JSON

/// The law's answer to a booking.
public struct ComplianceChecked: Sendable, Equatable {
    public let bookingID: BookingID
    public let checkID: ComplianceCheckID
    /// Counts the answers to this booking.
    public let version: Int
    /// The booking that was judged.
    public let bookingVersion: Int
    public let state: USState
    public let decision: ComplianceDecision
    public let checkedAt: Timestamp
    /// Whose rules were applied.
    public let asOf: CalendarDay
    public let ruleSetVersion: String
    public let findings: [RuleFinding]
    /// What an officer must answer first.
    public let questions: [String]

    public init(
        bookingID: BookingID, checkID: ComplianceCheckID, version: Int, bookingVersion: Int, state: USState,
        decision: ComplianceDecision, checkedAt: Timestamp, asOf: CalendarDay, ruleSetVersion: String,
        findings: [RuleFinding], questions: [String]
    ) {
        self.bookingID = bookingID
        self.checkID = checkID
        self.version = version
        self.bookingVersion = bookingVersion
        self.state = state
        self.decision = decision
        self.checkedAt = checkedAt
        self.asOf = asOf
        self.ruleSetVersion = ruleSetVersion
        self.findings = findings
        self.questions = questions
    }
}

extension ComplianceChecked: EventPayload {
    public static let type = EventType.complianceChecked

    /// The booking's id: the answers to one booking stay in order.
    public var aggregateID: UUID128 { bookingID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("bookingId", \.bookingID, .id()),
        Field("checkId", \.checkID, .id()),
        Field("version", \.version, .integer(1...Int.max), "Counts the answers to this booking"),
        Field("bookingVersion", \.bookingVersion, .integer(1...Int.max), "The booking that was judged"),
        Field("state", \.state, .oneOf()),
        Field("decision", \.decision, .oneOf()),
        Field("checkedAt", \.checkedAt, .eventTime),
        Field("asOf", \.asOf, .day, "Whose rules were applied"),
        Field("ruleSetVersion", \.ruleSetVersion, .string(length: 1...50)),
        Field("findings", \.findings, .array(.nested(), count: 0...200)),
        Field(
            "questions", \.questions, .array(.string(length: 1...1_000), count: 0...50),
            "What an officer must answer first"))
}

/// A booking breaks a rule.
public struct ComplianceViolationDetected: Sendable, Equatable {
    public let violationID: ViolationID
    public let bookingID: BookingID
    public let checkID: ComplianceCheckID
    public let state: USState
    public let severity: ViolationSeverity
    public let finding: RuleFinding
    public let detectedAt: Timestamp

    public init(
        violationID: ViolationID, bookingID: BookingID, checkID: ComplianceCheckID, state: USState,
        severity: ViolationSeverity, finding: RuleFinding, detectedAt: Timestamp
    ) {
        self.violationID = violationID
        self.bookingID = bookingID
        self.checkID = checkID
        self.state = state
        self.severity = severity
        self.finding = finding
        self.detectedAt = detectedAt
    }
}

extension ComplianceViolationDetected: EventPayload {
    public static let type = EventType.complianceViolationDetected

    public var aggregateID: UUID128 { violationID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("violationId", \.violationID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("checkId", \.checkID, .id()),
        Field("state", \.state, .oneOf()),
        Field("severity", \.severity, .oneOf()),
        Field("finding", \.finding, .nested()),
        Field("detectedAt", \.detectedAt, .eventTime))
}

/// What one rule came to.
public struct RuleFinding: Sendable, Equatable {
    public let ruleID: String
    public let ruleVersion: String
    public let area: ComplianceArea
    public let outcome: RuleOutcome
    /// How grave breaking it is.
    public let severity: ViolationSeverity?
    public let message: String
    /// What it read.
    public let facts: [String: String]
    public let citation: RuleCitation?
    /// What would make it pass.
    public let leastChange: String?

    public init(
        ruleID: String, ruleVersion: String, area: ComplianceArea, outcome: RuleOutcome,
        severity: ViolationSeverity? = nil, message: String, facts: [String: String], citation: RuleCitation? = nil,
        leastChange: String? = nil
    ) {
        self.ruleID = ruleID
        self.ruleVersion = ruleVersion
        self.area = area
        self.outcome = outcome
        self.severity = severity
        self.message = message
        self.facts = facts
        self.citation = citation
        self.leastChange = leastChange
    }
}

extension RuleFinding: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("ruleId", \.ruleID, .string(length: 1...200)),
        Field("ruleVersion", \.ruleVersion, .string(length: 1...50)),
        Field("area", \.area, .oneOf()),
        Field("outcome", \.outcome, .oneOf()),
        Field("severity", \.severity, .oneOf().optional, "How grave breaking it is"),
        Field("message", \.message, .string(length: 0...2_000)),
        Field("facts", \.facts, .map(.string(length: 0...500), count: 0...50), "What it read"),
        Field("citation", \.citation, .nested().optional),
        Field("leastChange", \.leastChange, .string(length: 0...2_000).optional, "What would make it pass"))
}

/// Where a rule is written, and how sure we are of it.
public struct RuleCitation: Sendable, Equatable {
    /// The code section, as lawyers cite it.
    public let section: String
    public let title: String
    public let url: String?
    public let verifiedOn: CalendarDay
    public let confidence: RuleConfidence

    public init(
        section: String, title: String, url: String? = nil, verifiedOn: CalendarDay, confidence: RuleConfidence
    ) {
        self.section = section
        self.title = title
        self.url = url
        self.verifiedOn = verifiedOn
        self.confidence = confidence
    }
}

extension RuleCitation: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("section", \.section, .string(length: 0...500), "The code section, as lawyers cite it"),
        Field("title", \.title, .string(length: 0...500)),
        Field("url", \.url, .string(length: 0...2_000).optional),
        Field("verifiedOn", \.verifiedOn, .day),
        Field("confidence", \.confidence, .oneOf()))
}
