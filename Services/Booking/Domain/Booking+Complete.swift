public import Identifiers

extension Booking {
    /// Ends it well. What it cost may be known already; it can be entered later too.
    public mutating func complete(
        actualCost: Money? = nil, stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor,
        at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .completed, stage: stage, notes: notes)
        var faults = Faults()
        faults.amount(actualCost, .actualCost, currency: details.currency)
        try faults.check()
        if let actualCost { details.actualCost = actualCost }
        moments.completed = now
        return carryOut(move, telling: .completed, by: author, at: now)
    }
}
