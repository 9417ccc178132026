import Identifiers
import JSON
import PlatformProtocol

/// The events of a run: a booking was updated, as large as a real one.
enum BenchEvent {
    static let organization = OrganizationID(UUID128(high: 0x0192_f0c1_2345_7abc, low: 0x8def_0123_4567_89ab))

    /// The aggregate of this number.
    static func booking(_ number: Int) -> BookingID {
        BookingID(UUID128(high: 0x0192_f0c1_2345_7000, low: 0x8000_0000_0000_0000 | UInt64(number)))
    }

    static func updated(_ booking: BookingID, version: Int, by actor: ActorID, at now: Timestamp) -> BookingUpdated {
        let window = (start: now.advanced(by: .seconds(86_400)), end: now.advanced(by: .seconds(97_200)))
        return BookingUpdated(
            updatedBy: actor, updatedAt: now, changedFields: ["title", "startDateTime", "endDateTime"],
            needsReapproval: false,
            booking: BookingSnapshot(
                id: booking, version: version, reference: "BR-20261205-A3B9C2", organizationID: organization,
                createdBy: actor, updatedBy: actor, cannabisBookingType: .productDemo, cannabisProducts: [],
                operationalRequirements: OperationalRequirements(
                    isPublic: true, expectedAttendance: 120, minimumAge: 21, hasConsumption: false,
                    hasSampling: false, hasSales: true),
                title: "Autumn tasting with the growers", description: "Two ambassadors present the harvest.",
                status: .approved, stage: .staffing, operationalStatus: .notChecked, state: .california,
                region: "bay_area", city: "Oakland", startDateTime: window.start, endDateTime: window.end,
                timezone: "America/Los_Angeles", eventDates: [window.start], assignedStaff: [], assignedKits: [],
                estimatedCost: 125_050, budget: 200_000, currency: .usd, budgetApproved: true,
                createdAt: now, updatedAt: now))
    }

    /// Who does everything here.
    static func actor() throws(BenchFault) -> ActorID {
        guard let actor = ActorID("bench") else { throw .invalid("no actor is called bench") }
        return actor
    }
}
