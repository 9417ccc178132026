public import Identifiers

extension Booking {
    /// Changes what was asked for. What needs a new approval puts an approved or confirmed booking on hold with the
    /// same change, so that it does not go on as something nobody agreed to; whoever resumes it agrees.
    public mutating func update(
        to new: BookingDetails, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        var changed = new.changedFields(from: details)
        guard !changed.isEmpty else { return unchanged(by: author, at: now) }
        let window = try checked(new, changed, at: now)
        let reapproval =
            isApproved && (needsReapproval || EditingPolicy.needsReapproval(changed, from: details, to: new))
        let pause: AllowedMove? =
            reapproval && status != .onHold
            ? try allowed(to: .onHold, stage: nil, notes: "Changed after its approval") : nil

        details = new
        self.window = window
        needsReapproval = reapproval
        if reapproval { budgetApproved = false }
        if let estimate, estimate.amount.currency != new.currency {
            self.estimate = nil
            changed.append(.estimatedCost)
        }
        if let holdExpiresAt { self.holdExpiresAt = min(holdExpiresAt, window.start) }
        if !EditingPolicy.judged.isDisjoint(with: changed) { legalVersion = version + 1 }
        if !EditingPolicy.checked.isDisjoint(with: changed) { checkIsStale() }

        let event = BookingEvent.updated(changed, needsReapproval: reapproval)
        guard let pause else { return tell([event], by: author, at: now) }
        return carryOut(pause, after: [event], by: author, at: now)
    }

    /// It was approved, and that still stands or is to be renewed.
    private var isApproved: Bool { status == .approved || status == .confirmed || status == .onHold }

    private func checked(
        _ new: BookingDetails, _ changed: [BookingField], at now: Timestamp
    ) throws(BookingError) -> TimeWindow {
        let editable = EditingPolicy.editable(in: status)
        let refused = changed.filter { !editable.contains($0) }
        guard refused.isEmpty else { throw .notEditable(refused, in: status) }
        var faults = Faults()
        faults.add(new.faults(startingAfter: changed.contains(.start) ? now : nil))
        try faults.check()
        let mayBePlanned = status == .draft || status == .changesRequested
        guard new.state.isOperating || mayBePlanned else { throw .stateNotOperable(new.state) }
        do throws(TimeWindowFault) {
            return try TimeWindow(start: new.start, end: new.end)
        } catch {
            throw .invalid([BookingFault(.end, .notAfterStart)])
        }
    }
}
