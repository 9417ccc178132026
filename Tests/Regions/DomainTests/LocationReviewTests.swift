import Identifiers
import Testing

@testable import RegionsDomain

@Suite("The review of locations")
struct LocationReviewTests {
    static let now = Timestamp(secondsSinceEpoch: 1_790_000_000)

    static func location(
        _ status: LocationStatus = .draft, kind: LocationKind = .shared, policy: LocationBookingPolicy = .open,
        grants: [OrganizationID] = [], zone: String = "America/Denver"
    ) throws -> Location {
        let profile = LocationProfile(
            name: "Hall", kind: kind, bookingPolicy: policy, grantedTo: grants, venueType: .eventSpace,
            address: LocationProfile.Address(
                line1: "1 Main St", line2: nil, city: "Denver", state: .colorado, postalCode: "80202"),
            region: nil, point: nil, timeZone: zone, capacity: 10, partiesAtOnce: 1, setUpMinutes: 0,
            tearDownMinutes: 0, amenities: [], accessibilityFeatures: [])
        let actor = try #require(ActorID("maker"))
        var location = try Location(
            LocationID(UUID128(high: 1, low: 2)), of: OrganizationID(UUID128(high: 3, low: 4)), profile, by: actor,
            at: now)
        location.status = status
        return location
    }

    enum Verb: CaseIterable {
        case submit, approve, reject

        func run(_ location: inout Location, at now: Timestamp) throws(LocationError) -> LocationEvent {
            switch self {
            case .submit: try location.submit(at: now)
            case .approve: try location.approve(notes: "fine", at: now)
            case .reject: try location.reject(reason: "no exit", at: now)
            }
        }

        var target: LocationStatus {
            switch self {
            case .submit: .pendingApproval
            case .approve: .approved
            case .reject: .rejected
            }
        }
    }

    /// The whole table: everything that is not here is refused.
    static let allowed: [(LocationStatus, Verb)] = [
        (.draft, .submit), (.rejected, .submit), (.pendingApproval, .approve), (.pendingApproval, .reject),
    ]

    @Test(
        "every pair of status and verb is an allowed move or a refused one", arguments: LocationStatus.allCases,
        Verb.allCases)
    func everyPair(_ status: LocationStatus, _ verb: Verb) throws {
        let before = try Self.location(status)
        var location = before
        let later = Self.now.advanced(by: .seconds(60))
        if Self.allowed.contains(where: { $0 == (status, verb) }) {
            let event = try verb.run(&location, at: later)
            #expect(location.status == verb.target)
            #expect(location.version == before.version + event.versions)
            #expect(location.updatedAt == later)
        } else {
            let error = #expect(throws: LocationError.self) { try verb.run(&location, at: later) }
            #expect(
                error == .invalidMove(from: status, to: verb.target, allowed: LocationReview.moves(from: status)))
            #expect(location == before)
        }
    }

    @Test("a reviewer's words stay until the next move")
    func notes() throws {
        var location = try Self.location(.pendingApproval)
        _ = try location.reject(reason: "no exit", at: Self.now)
        #expect(location.reviewNotes == "no exit")
        _ = try location.submit(at: Self.now)
        #expect(location.reviewNotes == nil)
    }

    @Test("a clock that steps back does not take the location's time back")
    func clockSteps() throws {
        var location = try Self.location()
        _ = try location.submit(at: Self.now.advanced(by: .seconds(-60)))
        #expect(location.updatedAt == Self.now)
    }

    static let someone = [OrganizationID(UUID128(high: 9, low: 9))]

    @Test(
        "what the members of a profile say together",
        arguments: [
            (LocationKind.shared, LocationBookingPolicy.open, 0, "America/Denver", LocationError?.none),
            (.private, .open, 0, "America/Denver", nil),
            (.shared, .namedGrants, 1, "America/Denver", nil),
            (.shared, .namedGrants, 0, "America/Denver", .grantsNobody),
            (.shared, .open, 1, "America/Denver", .grantsWithoutPolicy),
            (.private, .namedGrants, 1, "America/Denver", .grantsWithoutPolicy),
            (.retired, .open, 0, "America/Denver", .createdRetired),
            (.shared, .open, 0, "Denver", .unknownTimeZone),
            (.shared, .open, 0, "America/Nowhere", .unknownTimeZone),
            (.shared, .open, 0, "GMT+2", .unknownTimeZone),
        ])
    func profiles(
        _ kind: LocationKind, _ policy: LocationBookingPolicy, _ grants: Int, _ zone: String, _ expected: LocationError?
    ) throws {
        let make = {
            try Self.location(kind: kind, policy: policy, grants: Array(Self.someone.prefix(grants)), zone: zone)
        }
        if let expected {
            #expect(throws: expected) { try make() }
        } else {
            #expect(try make().status == .draft)
        }
    }
}
