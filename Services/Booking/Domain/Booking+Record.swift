public import Identifiers

/// What other services tell about a booking. A fact is not refused because of the status: people are released after a
/// cancellation too. The same fact again changes nothing.
extension Booking {
    /// Who works on it now, in this order.
    public mutating func record(
        staff: [StaffID], by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        var faults = Faults()
        faults.count(staff.count, .assignedStaff, max: BookingLimits.staffMax)
        if Set(staff).count < staff.count { faults.add(BookingFault(.assignedStaff, .repeated)) }
        try faults.check()
        guard staff != assignedStaff else { return unchanged(by: author, at: now) }
        assignedStaff = staff
        checkIsStale()
        return tell([.updated([.assignedStaff], needsReapproval: false)], by: author, at: now)
    }

    /// Which kits are taken for it now, in this order.
    public mutating func record(
        kits: [KitAssignmentID], by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        var faults = Faults()
        faults.count(kits.count, .assignedKits, max: BookingLimits.kitsMax)
        if Set(kits).count < kits.count { faults.add(BookingFault(.assignedKits, .repeated)) }
        try faults.check()
        guard kits != assignedKits else { return unchanged(by: author, at: now) }
        assignedKits = kits
        checkIsStale()
        return tell([.updated([.assignedKits], needsReapproval: false)], by: author, at: now)
    }

    /// What it will cost.
    public mutating func record(
        estimate new: CostEstimate, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        var faults = Faults()
        faults.amount(new.amount, .estimatedCost, currency: details.currency)
        try faults.check()
        guard new != estimate else { return unchanged(by: author, at: now) }
        estimate = new
        return tell([.updated([.estimatedCost], needsReapproval: false)], by: author, at: now)
    }

    /// What an operational check found. It is told even when it found the same as before: somebody asked.
    public mutating func record(
        check readiness: Readiness, by author: ChangeAuthor, at now: Timestamp
    ) -> BookingChange {
        operationalStatus = readiness.operationalStatus
        return tell([.operationalVerified(readiness.operationalStatus, readiness.items)], by: author, at: now)
    }

    /// What an earlier check found was about something else.
    mutating func checkIsStale() {
        if operationalStatus != .notChecked { operationalStatus = .pending }
    }
}
