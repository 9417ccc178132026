public import Identifiers
public import PlatformProtocol
import ServiceHost
import TestKit

/// A booking as its own service would tell it, for services that hear of bookings.
public struct TestBooking: Sendable {
    public var id: BookingID
    public var organization: OrganizationID = .first
    public var status: BookingStatus = .approved
    public var state: USState = .california
    public var timeZone = "America/Los_Angeles"
    public var currency: Currency = .usd
    public var start: Timestamp
    public var end: Timestamp

    /// Equal numbers are the same booking.
    public init(_ number: Int, from start: Timestamp, hours: Int = 4) {
        id = BookingID(UUID128(high: 0x0192_f0c1_0000_7b00, low: 0x8000_0000_0000_0000 | UInt64(number)))
        (self.start, end) = (start, start.advanced(by: .seconds(hours * 3_600)))
    }

    /// The same booking at another time.
    public func moved(to start: Timestamp) -> TestBooking {
        var moved = self
        (moved.start, moved.end) = (start, start.advanced(by: self.start.duration(to: end)))
        return moved
    }

    /// The same booking in another status.
    public func becoming(_ status: BookingStatus) -> TestBooking {
        var changed = self
        changed.status = status
        return changed
    }

    /// What its service says of it in this version.
    public func snapshot(version: Int) throws -> BookingSnapshot {
        let actor = try Self.actor
        return BookingSnapshot(
            id: id, version: version, reference: "BR-20261205-A3B9C2", organizationID: organization, createdBy: actor,
            updatedBy: actor, cannabisBookingType: .productDemo, cannabisProducts: [],
            operationalRequirements: OperationalRequirements(
                isPublic: false, expectedAttendance: 40, hasConsumption: false, hasSampling: false, hasSales: false),
            title: "Spring launch", description: "", status: status, stage: .approval,
            operationalStatus: .notChecked, state: state, startDateTime: start, endDateTime: end, timezone: timeZone,
            eventDates: [start], assignedStaff: [], assignedKits: [], currency: currency, budgetApproved: true,
            createdAt: start, updatedAt: start)
    }

    private struct NoActor: Error {}

    private static var actor: ActorID {
        get throws {
            guard let actor = ActorID("booker") else { throw NoActor() }
            return actor
        }
    }
}

extension ServiceSite {
    /// Has the service hear what became of a booking, by the type of event that tells such a thing.
    public func hear(_ booking: TestBooking, version: Int) async throws {
        let snapshot = try booking.snapshot(version: version)
        let (actor, now) = (snapshot.updatedBy, clock.now)
        func hear(_ payload: some EventPayload) async throws {
            try await self.hear(payload, version: version, from: .booking, in: booking.organization)
        }
        switch booking.status {
        case .draft:
            try await hear(
                BookingCreated(
                    createdBy: actor, cannabisOperationType: "demo", requiredStaffSkills: [], booking: snapshot))
        case .approved:
            try await hear(BookingApproved(approvedBy: actor, approvedAt: now, eventDates: [], booking: snapshot))
        case .rejected:
            try await hear(
                BookingRejected(
                    rejectedBy: actor, rejectedAt: now, reason: "no", allowResubmission: false, booking: snapshot))
        case .cancelled:
            try await hear(
                BookingCancelled(
                    cancelledBy: actor, cancelledAt: now, reason: "no", affectedEventIDs: [], booking: snapshot))
        case .expired: try await hear(BookingExpired(expiredAt: now, reason: "late", booking: snapshot))
        default:
            try await hear(
                BookingUpdated(
                    updatedBy: actor, updatedAt: now, changedFields: [], needsReapproval: false, booking: snapshot))
        }
    }
}

/// Every order of some things, and each thing as often as it is there.
public func permutations<Element>(of elements: [Element]) -> [[Element]] {
    guard !elements.isEmpty else { return [[]] }
    return elements.indices.flatMap { index in
        var rest = elements
        let first = rest.remove(at: index)
        return permutations(of: rest).map { [first] + $0 }
    }
}
