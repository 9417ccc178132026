public import Identifiers

extension Booking {
    /// Agrees to it. What was held becomes firmly its own, and its budget is approved with it.
    ///
    /// Refused after the deadline: the slot is not held any more, and somebody else may have it. A law that has not
    /// answered, or asks back, does not stand in the way of the approval but of the confirmation.
    public mutating func approve(
        compliance: ComplianceStanding?, stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor,
        at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        guard status == .pendingApproval else {
            throw .transitionRefused(from: status, to: .approved, allowed: allowedNext.filter { $0 != .approved })
        }
        let move = try allowed(to: .approved, stage: stage, notes: notes)
        try compliance?.admit(since: legalVersion)
        if let deadline = holdExpiresAt, deadline <= now { throw .decisionTooLate(deadline: deadline) }
        holdExpiresAt = nil
        moments.approved = now
        budgetApproved = details.budget != nil
        return carryOut(move, telling: .approved(notes: move.notes), by: author, at: now)
    }
}
