public import Identifiers

extension Booking {
    /// Calls it off and lets its slot go. Without a reason the table's is told.
    public mutating func cancel(
        reason: String? = nil, stage: BookingStage? = nil, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .cancelled, stage: stage, notes: reason)
        let reason = move.notes ?? move.move.reason
        holdExpiresAt = nil
        moments.cancelled = now
        cancellation = Cancellation(by: author.id, reason: reason)
        return carryOut(move, telling: .cancelled(reason: reason), by: author, at: now)
    }
}
