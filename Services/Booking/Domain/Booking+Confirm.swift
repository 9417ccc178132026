public import Identifiers

extension Booking {
    /// Promises that it takes place: everything that gates a confirmation is there.
    public mutating func confirm(
        given readiness: Readiness, stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor,
        at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .confirmed, stage: stage, notes: notes)
        try readiness.check(.confirm)
        moments.confirmed = now
        return carryOut(move, telling: .confirmed, by: author, at: now)
    }

    /// Whether the platform may confirm it by itself once the last thing it needed is there. Not at a price that is
    /// only a fallback: somebody has to look at that first (C20).
    public func mayConfirmItself(given readiness: Readiness) -> Bool {
        status == .approved && estimate?.source != .fallback && readiness.blocking(.confirm).isEmpty
    }
}
