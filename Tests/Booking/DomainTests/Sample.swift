import BookingDomain
import Identifiers
import Testing

/// Values the tests start from. The booking begins ten days after `now` and lasts four hours.
enum Sample {
    static let now = Timestamp(secondsSinceEpoch: 1_780_315_200)
    static let start = now.advanced(by: .seconds(10 * 86_400))
    static let end = start.advanced(by: .seconds(4 * 3600))

    static let organization = OrganizationID(UUID128(high: 0x7000, low: 1))
    static let otherOrganization = OrganizationID(UUID128(high: 0x7000, low: 2))
    static let location = LocationID(UUID128(high: 0x7000, low: 3))
    static let staff = StaffID(UUID128(high: 0x7000, low: 4))
    static let kit = KitAssignmentID(UUID128(high: 0x7000, low: 5))
    static let check = ComplianceCheckID(UUID128(high: 0x7000, low: 6))

    static func author(_ name: String = "me", _ kind: ChangeAuthor.Kind = .business) throws -> ChangeAuthor {
        ChangeAuthor(try #require(ActorID(name)), kind)
    }

    static func usd(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: .usd) }

    static func document(_ text: String) -> Document { Document(canonicalBytes: Array(text.utf8)) }

    static let staffWish = StaffRequirements(
        needs: [.init(role: "budtender", count: 1, hourlyRate: usd(3000))], specialSkills: nil, skills: ["retail"],
        document: document(#"{"budtender":1}"#))

    static func details() -> BookingDetails {
        BookingDetails(
            title: "Product evening", type: .productDemo,
            conditions: EventConditions(isPublic: false, expectedAttendance: 40, minimumAge: 21),
            locationID: location, state: .colorado, city: "Denver", start: start, end: end,
            timeZone: "America/Denver", currency: .usd, budget: usd(200_000), staffRequirements: staffWish,
            equipmentRequirements: EquipmentRequirements(document: document(#"{"kits":1}"#)))
    }

    static func venue() -> VenueProjection {
        VenueProjection(
            id: location, organizationID: organization, kind: .private, status: .approved, policy: .open,
            state: .colorado, capacity: 50)
    }

    static func standing(
        _ decision: ComplianceDecision, of version: Int = 1, answered: Bool = false
    ) -> ComplianceStanding {
        ComplianceStanding(checkID: check, bookingVersion: version, decision: decision, isAnswered: answered)
    }

    /// Everything that is told is in favour, whatever version the booking has.
    static let goodFacts = ReadinessFacts(venue: venue(), compliance: standing(.compliant, of: .max))

    static func grounds(_ booking: Booking, _ facts: ReadinessFacts = goodFacts) -> DecisionGrounds {
        DecisionGrounds(
            compliance: facts.compliance, readiness: Readiness(of: booking, given: facts), holds: .standard)
    }

    static func draft(_ details: BookingDetails = details()) throws -> Booking {
        try Booking.create(
            id: BookingID(UUID128(high: 0x7000, low: 7)), organizationID: organization, details: details,
            randomBits: 0x1234_5678, holds: .standard, by: author(), at: now
        ).booking
    }

    /// A booking that got to the status by the rules.
    static func booking(_ status: BookingStatus, _ details: BookingDetails = details()) throws -> Booking {
        let paths: [BookingStatus: [BookingStatus]] = [
            .draft: [], .pendingApproval: [.pendingApproval], .changesRequested: [.pendingApproval, .changesRequested],
            .rejected: [.pendingApproval, .rejected], .approved: [.pendingApproval, .approved],
            .confirmed: [.pendingApproval, .approved, .confirmed],
            .inProgress: [.pendingApproval, .approved, .confirmed, .inProgress],
            .onHold: [.pendingApproval, .approved, .onHold],
            .completed: [.pendingApproval, .approved, .confirmed, .inProgress, .completed], .cancelled: [.cancelled],
            .expired: [.pendingApproval, .expired], .noShow: [.pendingApproval, .approved, .confirmed, .noShow],
        ]
        var booking = try draft(details)
        _ = try booking.record(staff: [staff], by: author(), at: now)
        _ = try booking.record(kits: [kit], by: author(), at: now)
        for next in try #require(paths[status]) {
            _ = try booking.changeStatus(
                to: next, reason: "because", on: grounds(booking), by: author(), at: moment(of: next))
        }
        return booking
    }

    /// When a move to the status is possible.
    static func moment(of status: BookingStatus) -> Timestamp {
        switch status {
        case .inProgress, .noShow, .expired, .completed: start
        default: now
        }
    }
}

extension Booking {
    /// The same booking at another place in its life, as a store would bring it back.
    func restored(
        status: BookingStatus? = nil, stage: BookingStage? = nil, allowsResubmission: Bool? = nil
    ) throws -> Booking {
        try Booking(
            restoring: id, organizationID: organizationID, reference: reference, source: source, createdBy: createdBy,
            createdAt: createdAt, version: version, legalVersion: legalVersion, status: status ?? self.status,
            stage: stage ?? self.stage, operationalStatus: operationalStatus, details: details,
            assignedStaff: assignedStaff, assignedKits: assignedKits, estimate: estimate,
            budgetApproved: budgetApproved, needsReapproval: needsReapproval,
            allowsResubmission: allowsResubmission ?? self.allowsResubmission, holdExpiresAt: holdExpiresAt,
            moments: moments, cancellation: cancellation, updatedBy: updatedBy, updatedAt: updatedAt)
    }
}
