import ComplianceDomain
import Identifiers
import JSON
import PlatformProtocol

/// An answer of the law, as it is answered and kept: seed 000's `ComplianceCheckResult`.
struct CheckView: Sendable, Equatable {
    let checkID: ComplianceCheckID
    let bookingID: BookingID?
    let bookingVersion: Int?
    let version: Int?
    let state: USState
    let decision: ComplianceDecision
    let asOf: CalendarDay
    let ruleSetVersion: String
    let checkedAt: Timestamp
    /// Why there are no rules of that day; nil where there are.
    let coverage: String?
    let findings: [FindingView]
    let questions: [String]

    init(_ record: CheckRecord) {
        self.init(
            checkID: record.id, bookingID: record.bookingID, bookingVersion: record.bookingVersion,
            version: record.version, state: record.state, decision: record.check.decision, asOf: record.check.asOf,
            ruleSetVersion: record.check.ruleSetVersion, checkedAt: record.at,
            coverage: record.check.coverage.explanation, findings: record.check.findings.map(FindingView.init),
            questions: record.check.questions)
    }

    init(
        checkID: ComplianceCheckID, bookingID: BookingID?, bookingVersion: Int?, version: Int?, state: USState,
        decision: ComplianceDecision, asOf: CalendarDay, ruleSetVersion: String, checkedAt: Timestamp,
        coverage: String?, findings: [FindingView], questions: [String]
    ) {
        (self.checkID, self.bookingID, self.bookingVersion) = (checkID, bookingID, bookingVersion)
        (self.version, self.state, self.decision, self.asOf) = (version, state, decision, asOf)
        (self.ruleSetVersion, self.checkedAt, self.coverage) = (ruleSetVersion, checkedAt, coverage)
        (self.findings, self.questions) = (findings, questions)
    }
}

extension CheckView: JSONCodable {
    static let jsonName = "ComplianceCheckResult"

    static let json = JSONType.openRecord(
        Self.init(
            checkID:bookingID:bookingVersion:version:state:decision:asOf:ruleSetVersion:checkedAt:coverage:findings:
            questions:),
        Field("checkId", \.checkID, .id()),
        Field("bookingId", \.bookingID, .id().optional),
        Field("bookingVersion", \.bookingVersion, .integer(1...Int.max).optional, "The booking that was judged"),
        Field("version", \.version, .integer(1...Int.max).optional, "Counts the answers to this booking"),
        Field("state", \.state, .oneOf()),
        Field("decision", \.decision, .oneOf()),
        Field("asOf", \.asOf, .day, "Whose rules were applied"),
        Field("ruleSetVersion", \.ruleSetVersion, .string(length: 1...50)),
        Field("checkedAt", \.checkedAt, .dateTime()),
        Field("coverage", \.coverage, .string(length: 1...500).optional, "Why there are no rules of that day"),
        Field("findings", \.findings, .array(.nested(), count: 0...200), "Every rule, and every area without one"),
        Field(
            "questions", \.questions, .array(.string(length: 1...1_000), count: 0...ComplianceLimits.questionsMax),
            "What an officer must answer first"))
}

/// What one rule came to, with everything needed to follow it.
struct FindingView: Sendable, Equatable {
    let ruleID: String
    let ruleVersion: String
    let effectiveFrom: CalendarDay
    let effectiveUntil: CalendarDay?
    let area: ComplianceArea
    let outcome: RuleOutcome
    let severity: ViolationSeverity?
    let message: String
    let facts: [String: String]
    let confidence: RuleConfidence?
    /// The leaf of the data set that the rule is made of.
    let basis: String?
    let citation: RuleCitation?
    let leastChange: LeastChangeView?

    init(_ finding: Finding) {
        let told = RuleFinding(finding)
        self.init(
            ruleID: told.ruleID, ruleVersion: told.ruleVersion, effectiveFrom: finding.effectiveFrom,
            effectiveUntil: finding.effectiveUntil, area: told.area, outcome: told.outcome, severity: told.severity,
            message: told.message, facts: told.facts, confidence: finding.confidence, basis: finding.basis?.path,
            citation: told.citation, leastChange: finding.leastChange.map(LeastChangeView.init))
    }

    init(
        ruleID: String, ruleVersion: String, effectiveFrom: CalendarDay, effectiveUntil: CalendarDay?,
        area: ComplianceArea, outcome: RuleOutcome, severity: ViolationSeverity?, message: String,
        facts: [String: String], confidence: RuleConfidence?, basis: String?, citation: RuleCitation?,
        leastChange: LeastChangeView?
    ) {
        (self.ruleID, self.ruleVersion, self.effectiveFrom) = (ruleID, ruleVersion, effectiveFrom)
        (self.effectiveUntil, self.area, self.outcome) = (effectiveUntil, area, outcome)
        (self.severity, self.message, self.facts) = (severity, message, facts)
        (self.confidence, self.basis, self.citation) = (confidence, basis, citation)
        self.leastChange = leastChange
    }
}

extension FindingView: JSONCodable {
    static let jsonName = "ComplianceFinding"

    static let json = JSONType.openRecord(
        Self.init(
            ruleID:ruleVersion:effectiveFrom:effectiveUntil:area:outcome:severity:message:facts:confidence:basis:
            citation:
            leastChange:),
        Field("ruleId", \.ruleID, .string(length: 1...200)),
        Field("ruleVersion", \.ruleVersion, .string(length: 1...50)),
        Field("effectiveFrom", \.effectiveFrom, .day),
        Field("effectiveUntil", \.effectiveUntil, .day.optional, "The first day on which it is not in force any more"),
        Field("area", \.area, .oneOf()),
        Field("outcome", \.outcome, .oneOf()),
        Field("severity", \.severity, .oneOf().optional),
        Field("message", \.message, .string(length: 0...2_000)),
        Field("facts", \.facts, .map(.string(length: 0...500), count: 0...50), "What it read"),
        Field("confidence", \.confidence, .oneOf().optional, "How sure the data set is"),
        Field("basis", \.basis, .string(length: 1...200).optional, "The leaf of the data set that it is made of"),
        Field("citation", \.citation, .nested().optional),
        Field("leastChange", \.leastChange, .nested().optional, "What would make it pass"))
}

/// The least that has to change.
struct LeastChangeView: Sendable, Equatable {
    let sentence: String
    let applyBy: CalendarDay?
    let startsOnOrAfter: CalendarDay?

    init(_ advice: Advice) {
        self.init(sentence: advice.sentence, applyBy: advice.applyBy, startsOnOrAfter: advice.startsOnOrAfter)
    }

    init(sentence: String, applyBy: CalendarDay?, startsOnOrAfter: CalendarDay?) {
        (self.sentence, self.applyBy, self.startsOnOrAfter) = (sentence, applyBy, startsOnOrAfter)
    }
}

extension LeastChangeView: JSONCodable {
    static let jsonName = "LeastChange"

    static let json = JSONType.openRecord(
        Self.init(sentence:applyBy:startsOnOrAfter:),
        Field("sentence", \.sentence, .string(length: 1...2_000)),
        Field("applyBy", \.applyBy, .day.optional, "The last day on which the booking could be made"),
        Field("startsOnOrAfter", \.startsOnOrAfter, .day.optional, "The first day on which it could start"))
}
