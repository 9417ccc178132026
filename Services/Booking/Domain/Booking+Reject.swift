public import Identifiers

extension Booking {
    /// Refuses it, with a reason, and lets its slot go.
    public mutating func reject(
        reason: String, allowResubmission: Bool, stage: BookingStage? = nil, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .rejected, stage: stage, notes: reason)
        guard let reason = move.notes else { throw .invalid([BookingFault(.reason, .required)]) }
        allowsResubmission = allowResubmission
        holdExpiresAt = nil
        return carryOut(
            move, telling: .rejected(reason: reason, allowResubmission: allowResubmission), by: author, at: now)
    }
}
