public import Identifiers

extension Booking {
    /// Hands a draft, or one that was to be changed, in for approval. Its slot stays held until the decision is due.
    public mutating func submit(
        compliance: ComplianceStanding?, holds: HoldPolicy, stage: BookingStage? = nil, notes: String? = nil,
        by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .pendingApproval, stage: stage, notes: notes)
        guard details.state.isOperating else { throw .stateNotOperable(details.state) }
        try compliance?.admit(since: legalVersion)
        let deadline = holds.decisionDeadline(from: now, start: window.start)
        guard deadline > now else { throw .alreadyBegun(start: window.start) }
        holdExpiresAt = deadline
        moments.submitted = now
        return carryOut(move, telling: .submitted, by: author, at: now)
    }
}
