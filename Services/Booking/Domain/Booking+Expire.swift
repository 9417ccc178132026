public import Identifiers

extension Booking {
    /// What is told when nobody decided in time.
    public static let expiryReason = "The decision was not made in time"

    /// Ends one that nobody decided about in time, and lets its slot go. The sweep calls it and may be late; it may
    /// not be early. A draft does not expire: its slot is free again when the hold lapses, and that is all.
    public mutating func expire(by author: ChangeAuthor, at now: Timestamp) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .expired, stage: nil, notes: Self.expiryReason)
        if let deadline = holdExpiresAt, deadline > now { throw .notExpired(deadline: deadline) }
        holdExpiresAt = nil
        return carryOut(move, telling: .expired(reason: Self.expiryReason), by: author, at: now)
    }
}
