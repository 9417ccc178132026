import Identifiers
import JSON
import PlatformProtocol

/// One event of each type that can be published, the same at every run.
struct Sample: Sendable, CustomStringConvertible {
    let envelope: Envelope
    /// Reads the payload back and says whether it is what was written.
    let isSame: @Sendable (Envelope) throws -> Bool

    var description: String { envelope.type.rawValue }

    init<Payload: EventPayload>(
        _ payload: Payload, by service: ServiceName, version: Int, client: ClientID? = nil,
        context: CannabisContext? = nil, metadata: JSONObject = [:]
    ) throws {
        let publisher = try EventPublisher(service, publishes: [Payload.self])
        envelope = try publisher.envelope(
            payload, id: EventID(Samples.uuid(900 + UInt64(version))), at: Samples.now, version: version,
            organizationID: Samples.organization, clientID: client,
            cause: .command(
                Samples.uuid(800), by: Samples.manager, requestID: "req-7",
                traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            context: context, metadata: metadata)
        isSame = { try $0.payload(as: Payload.self) == payload }
    }
}

/// What the samples are made of.
enum Samples {
    static let now = Timestamp(microsecondsSinceEpoch: 1_795_228_200_123_456)
    static let organization = OrganizationID(uuid(1))
    static let client = ClientID(uuid(2))
    static let manager = actor("01981c5e-0000-7000-8000-000000000003")
    static let agent = actor("auth0|agent-4")
    static let booking = BookingID(uuid(10))
    static let location = LocationID(uuid(20))
    static let assignment = StaffAssignmentID(uuid(30))
    static let staff = StaffID(uuid(31))
    static let kitAssignment = KitAssignmentID(uuid(40))

    /// A version 7 id that can be told from others by its last digits.
    static func uuid(_ number: UInt64) -> UUID128 {
        UUID128(high: 0x0198_1c5e_0000_7000, low: 0x8000_0000_0000_0000 | number)
    }

    static func actor(_ text: String) -> ActorID {
        guard let actor = ActorID(text) else { preconditionFailure("a sample's actor is one") }
        return actor
    }

    /// Whole hours after `now`.
    static func hours(_ count: Int) -> Timestamp { now.advanced(by: .seconds(count * 3600)) }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
        CalendarDay(year: year, month: month, day: day) ?? .epoch
    }

    static func bookingSnapshot(_ status: BookingStatus, stage: BookingStage, version: Int) -> BookingSnapshot {
        let product = CannabisProduct(
            id: uuid(11), name: "Sunset Gummies", category: .edibles, thcContent: JSONDecimal(units: 55, scale: 1),
            cbdContent: JSONDecimal(units: 25, scale: 2), strain: "Sunset Sherbet", brand: "Café Verde",
            productInfo: ProductInformation(
                tested: true, batchNumber: "B-2026-114", labResults: ["lab-88"], description: "10 × 5 mg"))
        return BookingSnapshot(
            id: booking, version: version, reference: "BR-20261205-A3B9C2", organizationID: organization,
            clientID: client, createdBy: manager, updatedBy: manager, cannabisBookingType: .productDemo,
            cannabisProducts: [product],
            operationalRequirements: OperationalRequirements(
                isPublic: true, expectedAttendance: 120, minimumAge: 21, hasConsumption: false, hasSampling: false,
                hasSales: true),
            title: "Spring launch", description: "A demo with \"tasting\" notes\nand music", status: status,
            stage: stage, operationalStatus: .notChecked, locationID: location, state: .california, region: "bay_area",
            city: "Oakland", startDateTime: hours(336), endDateTime: hours(340), timezone: "America/Los_Angeles",
            eventDates: [hours(336)], assignedStaff: [staff], assignedKits: [kitAssignment], estimatedCost: 125_050,
            actualCost: nil, budget: 200_000, currency: .usd, budgetApproved: true,
            requirements: ["parking": true], staffRequirements: ["skills": ["budtender"]],
            equipmentRequirements: nil, metadata: ["source": "portal"], createdAt: now, updatedAt: hours(1))
    }

    static let bookingBrief = BookingBrief(
        id: booking, title: "Spring launch", status: .approved, locationID: location, state: .california,
        startDateTime: hours(336), endDateTime: hours(340), timezone: "America/Los_Angeles")

    static func locationSnapshot(_ status: LocationStatus, version: Int) -> LocationSnapshot {
        LocationSnapshot(
            id: location, version: version, organizationID: organization, name: "Lakeside Hall", kind: .shared,
            status: status, bookingPolicy: .namedGrants, grantedTo: [OrganizationID(uuid(5))], venueType: .eventSpace,
            address: PostalAddress(
                line1: "1 Grand Ave", line2: nil, city: "Oakland", state: .california, postalCode: "94612"),
            region: "bay_area", point: GeoPoint(latitude: 37.8044, longitude: -122.2712),
            timezone: "America/Los_Angeles", capacity: 250, partiesAtOnce: 1, setUpMinutes: 60, tearDownMinutes: 30,
            amenities: ["stage"], accessibilityFeatures: ["ramp"], createdBy: manager, createdAt: now,
            updatedAt: hours(1))
    }

    static func staffSnapshot(_ status: StaffAssignmentStatus, version: Int) -> StaffAssignmentSnapshot {
        StaffAssignmentSnapshot(
            id: assignment, version: version, organizationID: organization, bookingID: booking, staffID: staff,
            userID: agent, role: "budtender", status: status, startTime: hours(335), endTime: hours(341),
            hourlyRate: 3_250, currency: .usd, specialRequirements: ["spanish"], instructions: "Back door",
            createdBy: manager, createdAt: now, updatedAt: hours(1))
    }

    static func kitSnapshot(_ status: KitAssignmentStatus, version: Int) -> KitAssignmentSnapshot {
        KitAssignmentSnapshot(
            id: kitAssignment, version: version, organizationID: organization, bookingID: booking,
            kitTemplateID: KitTemplateID(uuid(41)), kitInstanceID: KitID(uuid(42)), status: status, quantity: 1,
            startTime: hours(312), endTime: hours(364), isPlantTouching: true, state: .california,
            assignedBy: manager, assignedAt: now, updatedAt: hours(1), notes: "Fragile")
    }

    static let finding = RuleFinding(
        ruleID: "california.eventSpecificRules.publicEvents.noticeDays", ruleVersion: "1.0.0",
        area: .licensingVerification, outcome: .failed, severity: .major,
        message: "The application is due 60 days before the event.", facts: ["leadTimeDays": "14", "noticeDays": "60"],
        citation: RuleCitation(
            section: "4 CCR 15601", title: "Temporary cannabis events", url: "https://cannabis.ca.gov/",
            verifiedOn: day(2026, 11, 21), confidence: .confirmed),
        leastChange: "Start on 2027-02-03 or later.")
}
