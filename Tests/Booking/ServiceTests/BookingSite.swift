import BookingDomain
import BookingService
import Identifiers
import JSON
import Migrations
import PlatformProtocol
import PostgresTestKit
import ServiceTestKit
import TestKit
import Testing

typealias Site = ServiceSite<BookingManagement>

let path = "/api/v1/bookings"

/// What tests of the service start from: a venue in Oakland, and an evening there ten days from now.
enum Sample {
    static let venue = LocationID(UUID128(high: 0x0192_f0c1_0000_7000, low: 0x8000_0000_0000_0071))
    static let staff = StaffID(UUID128(high: 0x0192_f0c1_0000_7000, low: 0x8000_0000_0000_0051))

    static func location(
        _ id: LocationID = venue, of organization: OrganizationID = .first, kind: LocationKind = .shared,
        status: LocationStatus = .approved, policy: LocationBookingPolicy = .open, grantedTo: [OrganizationID] = [],
        capacity: Int? = 100, partiesAtOnce: Int = 1, setUpMinutes: Int = 60, tearDownMinutes: Int = 30,
        version: Int = 1, by creator: String = "manager"
    ) throws -> LocationSnapshot {
        let actor = try #require(ActorID(creator))
        let moment = Timestamp(secondsSinceEpoch: 1_780_000_000)
        return LocationSnapshot(
            id: id, version: version, organizationID: organization, name: "The Copper Room", kind: kind, status: status,
            bookingPolicy: policy, grantedTo: grantedTo, venueType: .eventSpace,
            address: PostalAddress(
                line1: "1245 Broadway", city: "Oakland", state: .california, postalCode: "94612"),
            region: "bay_area", timezone: "America/Los_Angeles", capacity: capacity, partiesAtOnce: partiesAtOnce,
            setUpMinutes: setUpMinutes, tearDownMinutes: tearDownMinutes, amenities: ["stage"],
            accessibilityFeatures: [], createdBy: actor, createdAt: moment, updatedAt: moment)
    }

    /// An evening `days` from now, beginning at a whole hour.
    static func start(_ site: Site, days: Int = 10, hours: Int = 0) -> Timestamp {
        let hour = site.clock.now.secondsSinceEpoch / 3600 * 3600
        return Timestamp(secondsSinceEpoch: hour + Int64(days * 86_400 + hours * 3600))
    }

    /// A body of `POST /bookings`: two hours at the venue, unless said otherwise.
    static func body(
        _ site: Site, days: Int = 10, hours: Int = 0, location: LocationID? = venue, attendance: Int = 40,
        title: String = "Autumn tasting", times: String? = nil, _ more: String = ""
    ) -> String {
        let begin = start(site, days: days, hours: hours)
        let times = times ?? #""startDateTime":"\#(begin)","endDateTime":"\#(begin.advanced(by: .seconds(7200)))""#
        let place = location.map { #","locationId":"\#($0)""# } ?? #","state":"california","timezone":"UTC""#
        return """
            {"title":"\(title)","cannabisBookingType":"product_demo",\(times)\(place),
            "operationalRequirements":{"isPublic":true,"expectedAttendance":\(attendance),"minimumAge":21,
            "hasConsumption":false,"hasSampling":false,"hasSales":false}\(more)}
            """
    }
}

extension ServiceSite where Running == BookingManagement {
    /// Has the service hear of a venue.
    func open(_ location: LocationSnapshot) async throws {
        try await hear(
            LocationApproved(
                approvedBy: location.createdBy, approvedAt: location.updatedAt, location: location),
            version: location.version, from: .regions, in: location.organizationID)
    }

    /// Has the service hear of the usual venue.
    func openVenue() async throws {
        try await open(Sample.location())
    }

    /// Has the law say something to a booking.
    func judge(
        _ booking: String, _ decision: ComplianceDecision = .compliant, version: Int = 1, of bookingVersion: Int,
        findings: [RuleFinding] = []
    ) async throws {
        try await hear(
            ComplianceChecked(
                bookingID: try #require(BookingID(booking)), checkID: ComplianceCheckID(UUID128(high: 9, low: 9)),
                version: version, bookingVersion: bookingVersion, state: .california, decision: decision,
                checkedAt: clock.now, asOf: .epoch, ruleSetVersion: "1", findings: findings, questions: []),
            version: version, from: .compliance)
    }

    /// Makes a booking at the usual venue and does what the verbs say; answers with its id.
    func booking(_ verbs: String..., body: String? = nil) async throws -> String {
        let made = try await post(path, body ?? Sample.body(self))
        #expect(made.status == 201, "\(made)")
        let id = made.text("id")
        for verb in verbs {
            let moved = try await post("\(path)/\(id)/\(verb)")
            #expect(moved.status == 200, "\(verb): \(moved)")
        }
        return id
    }

    /// The rows that a statement gives, a line each.
    func rows(_ statement: String) async throws -> [String] {
        try await test.run(statement, as: .system).split(separator: "\n").map(String.init)
    }

    /// The active leases of a booking, a line each: kind, and whether they have an end.
    func leases(_ booking: String) async throws -> [String] {
        try await rows(
            "SELECT kind FROM leases WHERE booking_id = '\(booking)' AND status = 'active' ORDER BY occupied")
    }

    func number(_ answer: SiteAnswer, _ path: any PathStep...) -> Int {
        guard case .number(let number) = path.reduce(answer.json, { $1.step(into: $0) }) else { return -1 }
        return number.integer.map { Int($0) } ?? -1
    }
}
