public import Identifiers

extension Booking {
    /// Begins it at its venue, at most a day early.
    public mutating func start(
        given readiness: Readiness, stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor,
        at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .inProgress, stage: stage, notes: notes)
        let earliest = window.start.advanced(by: .zero - BookingLimits.startEarlyMax)
        guard now >= earliest else { throw .tooEarly(notBefore: earliest) }
        try readiness.check(.start)
        moments.checkedIn = now
        return carryOut(move, telling: .checkedIn, by: author, at: now)
    }
}
