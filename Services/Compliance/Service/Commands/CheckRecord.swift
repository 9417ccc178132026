import ComplianceDomain
import Identifiers
import PlatformProtocol

/// One answer of the law, as it is kept: of a booking, or of an event that somebody only asked about.
struct CheckRecord: Sendable {
    let id: ComplianceCheckID
    let organizationID: OrganizationID
    let bookingID: BookingID?
    /// The booking that was judged.
    let bookingVersion: Int?
    /// Counts the answers to that booking.
    let version: Int?
    let state: USState
    let check: ComplianceCheck
    let by: ActorID
    let at: Timestamp

    init(
        id: ComplianceCheckID, organizationID: OrganizationID, bookingID: BookingID? = nil, bookingVersion: Int? = nil,
        version: Int? = nil, state: USState, check: ComplianceCheck, by actor: ActorID, at now: Timestamp
    ) {
        (self.id, self.organizationID, self.bookingID) = (id, organizationID, bookingID)
        (self.bookingVersion, self.version, self.state) = (bookingVersion, version, state)
        (self.check, by, at) = (check, actor, now)
    }
}

extension ComplianceChecked {
    init(_ record: CheckRecord, of booking: BookingSnapshot) {
        self.init(
            bookingID: booking.id, checkID: record.id, version: record.version ?? 1, bookingVersion: booking.version,
            state: record.state, decision: record.check.decision, checkedAt: record.at, asOf: record.check.asOf,
            ruleSetVersion: record.check.ruleSetVersion, findings: record.check.findings.map(RuleFinding.init),
            questions: record.check.questions)
    }
}
