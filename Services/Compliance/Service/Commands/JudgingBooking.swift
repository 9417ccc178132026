import ComplianceDomain
import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import ServiceHost

/// Judges a booking as it stands after an event, and tells what the law says to it.
///
/// Events come late, twice and out of order: one that tells of an older booking than the judged one changes nothing.
/// Each answer has a number of its own (`version`), because the law may answer one booking several times.
struct JudgingBooking: Sendable {
    let tools: ServiceTools
    let law: LawBook
    private let standings = StandingStore()
    private let checks = CheckStore()
    private let violations = ViolationStore()

    init(tools: ServiceTools, law: LawBook) {
        (self.tools, self.law) = (tools, law)
    }

    func run(_ booking: BookingSnapshot, told envelope: Envelope, in transaction: Transaction) async throws {
        let standing = try await standings.lock(booking.id, in: transaction)
        guard Projection.applies(booking.version, over: standing?.bookingVersion) else { return }
        let now = tools.clock.now
        let record = record(of: booking, version: (standing?.version ?? 0) + 1, by: envelope, at: now)
        try checks.insert(record, in: transaction)
        try standings.save(record, of: booking, isNew: standing == nil, in: transaction)
        let cause = EventCause.event(envelope)
        try tools.outbox.append(
            ComplianceChecked(record, of: booking), version: record.version ?? 1, cause: cause,
            clientID: booking.clientID, context: Self.context(of: record), in: transaction)
        try await tellViolations(record, of: booking, cause, in: transaction)
    }

    private func record(
        of booking: BookingSnapshot, version: Int, by envelope: Envelope, at now: Timestamp
    ) -> CheckRecord {
        let facts = EventFacts(booking)
        let day = CalendarDay(of: now, in: booking.timezone)
        return CheckRecord(
            id: ComplianceCheckID(tools.ids.next()), organizationID: booking.organizationID, bookingID: booking.id,
            bookingVersion: booking.version, version: version, state: booking.state,
            check: law.check(facts, in: booking.state, asOf: day), by: envelope.userID ?? booking.updatedBy, at: now)
    }

    /// A rule that the booking has broken before, and still does, is not told again; one that it does not break any more
    /// is closed.
    private func tellViolations(
        _ record: CheckRecord, of booking: BookingSnapshot, _ cause: EventCause, in transaction: Transaction
    ) async throws {
        let broken = record.check.findings.filter { $0.outcome == .failed }
        let open = try await violations.open(of: booking.id, in: transaction)
        try violations.close(
            open.filter { id in !broken.contains { $0.ruleID == id } }, of: booking.id, at: record.at, in: transaction)
        for finding in broken where !open.contains(finding.ruleID) {
            let violation = ComplianceViolationDetected(
                violationID: ViolationID(tools.ids.next()), bookingID: booking.id, checkID: record.id,
                state: booking.state, severity: finding.severity ?? .minor, finding: RuleFinding(finding),
                detectedAt: record.at)
            try violations.insert(violation, of: record.organizationID, in: transaction)
            try tools.outbox.append(
                violation, version: 1, cause: cause, clientID: booking.clientID, context: Self.context(of: record),
                in: transaction)
        }
    }

    private static func context(of record: CheckRecord) -> CannabisContext {
        CannabisContext(
            complianceRelevant: true, auditRequired: record.check.decision != .compliant, stateSpecific: true,
            regulatoryImpact: record.check.decision.impact)
    }
}

extension ComplianceDecision {
    fileprivate var impact: RegulatoryImpact {
        switch self {
        case .compliant: .none
        case .conditional: .medium
        case .nonCompliant: .high
        case .notPermitted: .critical
        }
    }
}
