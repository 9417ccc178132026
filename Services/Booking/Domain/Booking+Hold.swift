public import Identifiers

extension Booking {
    /// Stops work on an approved or confirmed booking. It keeps its slot.
    public mutating func hold(
        stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .onHold, stage: stage, notes: notes)
        return carryOut(move, by: author, at: now)
    }
}
