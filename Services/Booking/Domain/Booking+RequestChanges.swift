public import Identifiers

extension Booking {
    /// Gives it back to be changed. Its slot is held as a draft's is, from now on.
    public mutating func requestChanges(
        _ changes: [AskedChange], holds: HoldPolicy, stage: BookingStage? = nil, notes: String? = nil,
        by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .changesRequested, stage: stage, notes: notes)
        var faults = Faults()
        if changes.isEmpty { faults.add(BookingFault(.changes, .required)) }
        faults.count(changes.count, .changes, max: BookingLimits.requestedChangesMax)
        for (index, change) in changes.enumerated() {
            faults.name(change.field, .changes, index, part: "field", max: BookingLimits.fieldNameLengthMax)
            faults.name(change.reason, .changes, index, part: "reason", max: BookingLimits.reasonLengthMax)
            if let value = change.suggestedValue {
                faults.text(value, .changes, index, part: "suggestedValue", max: BookingLimits.reasonLengthMax)
            }
        }
        try faults.check()
        holdExpiresAt = holds.draftExpiry(from: now, start: window.start)
        return carryOut(move, telling: .changesRequested(changes), by: author, at: now)
    }
}
