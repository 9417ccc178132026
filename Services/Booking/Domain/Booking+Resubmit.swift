public import Identifiers

extension Booking {
    /// Makes a rejected booking a draft again, if whoever rejected it allowed that. Its slot was let go and is held
    /// anew, if it is still free; it is then submitted as any draft.
    public mutating func resubmit(
        holds: HoldPolicy, stage: BookingStage? = nil, notes: String? = nil, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let move = try allowed(to: .draft, stage: stage, notes: notes)
        allowsResubmission = false
        holdExpiresAt = holds.draftExpiry(from: now, start: window.start)
        return carryOut(move, by: author, at: now)
    }
}
