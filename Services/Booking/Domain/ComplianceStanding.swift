public import Identifiers

/// What the law last said to a booking, as far as the rules here ask.
public struct ComplianceStanding: Sendable, Hashable {
    public let checkID: ComplianceCheckID
    /// The version of the booking that was judged.
    public let bookingVersion: Int
    public let decision: ComplianceDecision
    /// Whether an officer answered what a conditional decision asks.
    public let isAnswered: Bool

    public init(checkID: ComplianceCheckID, bookingVersion: Int, decision: ComplianceDecision, isAnswered: Bool) {
        self.checkID = checkID
        self.bookingVersion = bookingVersion
        self.decision = decision
        self.isAnswered = isAnswered
    }

    /// Whether it refuses outright.
    public var refuses: Bool { decision == .nonCompliant || decision == .notPermitted }

    /// Lets through what the law does not refuse. A judgement of what the booking was before does not count.
    func admit(since legalVersion: Int) throws(BookingError) {
        if refuses, bookingVersion >= legalVersion { throw .complianceRefused(decision) }
    }
}
