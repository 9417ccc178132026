public import Identifiers

extension Booking {
    /// Nobody came. That cannot be known before it should have begun.
    public mutating func markNoShow(
        stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .noShow, stage: stage, notes: notes)
        guard now >= window.start else { throw .tooEarly(notBefore: window.start) }
        return carryOut(move, by: author, at: now)
    }
}
