public import Identifiers

extension Booking {
    /// Takes it up again, as approved: who resumes one that was changed after its approval agrees to the changes, and
    /// to its budget. A law that refuses what it has become refuses this too.
    public mutating func resume(
        compliance: ComplianceStanding?, stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor,
        at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        guard status == .onHold else {
            throw .transitionRefused(from: status, to: .approved, allowed: allowedNext.filter { $0 != .approved })
        }
        let move = try allowed(to: .approved, stage: stage, notes: notes)
        guard details.state.isOperating else { throw .stateNotOperable(details.state) }
        try compliance?.admit(since: legalVersion)
        if needsReapproval {
            needsReapproval = false
            moments.approved = now
            budgetApproved = details.budget != nil
        }
        return carryOut(move, by: author, at: now)
    }
}
