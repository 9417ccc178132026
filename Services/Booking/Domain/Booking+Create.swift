public import Identifiers

extension Booking {
    /// Makes a draft. Its slot is held for as long as the policy says, and no longer than until it would begin. The
    /// random bits are for the reference; on a clash it is made again with others.
    public static func create(
        id: BookingID, organizationID: OrganizationID, details: BookingDetails, source: String? = nil,
        randomBits: UInt64, estimate: CostEstimate? = nil, holds: HoldPolicy, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> (booking: Booking, change: BookingChange) {
        var faults = Faults()
        faults.add(details.faults(startingAfter: now))
        faults.amount(estimate?.amount, .estimatedCost, currency: details.currency)
        if let source { faults.name(source, .source, max: BookingLimits.sourceLengthMax) }
        try faults.check()
        guard let zone = VenueZone(details.timeZone) else { throw .invalid([BookingFault(.timeZone, .unknownZone)]) }
        let reference = BookingReference(day: zone.day(of: details.start), randomBits: randomBits)
        let booking: Booking
        do throws(TimeWindowFault) {
            booking = try Booking(
                restoring: id, organizationID: organizationID, reference: reference, source: source,
                createdBy: author.id, createdAt: now, version: 1, legalVersion: 1, status: .draft, stage: .intake,
                operationalStatus: .notChecked, details: details, assignedStaff: [], assignedKits: [],
                estimate: estimate, budgetApproved: false, needsReapproval: false, allowsResubmission: false,
                holdExpiresAt: holds.draftExpiry(from: now, start: details.start), moments: BookingMoments(),
                cancellation: nil, updatedBy: author.id, updatedAt: now)
        } catch {
            throw .invalid([BookingFault(.end, .notAfterStart)])
        }
        let entry = BookingHistoryEntry(
            version: 1, fromStatus: nil, toStatus: .draft, fromStage: nil, toStage: .intake, by: author, at: now,
            reason: nil)
        return (
            booking, BookingChange(events: [.init(version: 1, event: .created)], history: entry, by: author, at: now)
        )
    }
}
