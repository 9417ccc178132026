import Identifiers
import JSON
import PlatformProtocol
import RegionsDomain

/// `POST /locations`: what somebody says of a place.
struct CreateLocation: Sendable, Equatable {
    let name: String
    let kind: LocationKind
    let bookingPolicy: LocationBookingPolicy
    let grantedTo: [OrganizationID]
    let venueType: VenueType
    let address: PostalAddress
    let region: String?
    let point: GeoPoint?
    let timezone: String
    let capacity: Int?
    let partiesAtOnce: Int
    let setUpMinutes: Int
    let tearDownMinutes: Int
    let amenities: [String]
    let accessibilityFeatures: [String]

    var profile: LocationProfile {
        LocationProfile(
            name: name, kind: kind, bookingPolicy: bookingPolicy, grantedTo: grantedTo, venueType: venueType,
            address: LocationProfile.Address(
                line1: address.line1, line2: address.line2, city: address.city, state: address.state,
                postalCode: address.postalCode),
            region: region, point: point, timeZone: timezone, capacity: capacity, partiesAtOnce: partiesAtOnce,
            setUpMinutes: setUpMinutes, tearDownMinutes: tearDownMinutes, amenities: amenities,
            accessibilityFeatures: accessibilityFeatures)
    }
}

extension CreateLocation: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("name", \.name, .string(length: 1...200), "What guests call it"),
        Field("kind", \.kind, .oneOf().defaulting(to: .private), "Who may book it"),
        Field("bookingPolicy", \.bookingPolicy, .oneOf().defaulting(to: .open), "How a shared one is booked"),
        Field("grantedTo", \.grantedTo, .array(.id(), count: 0...1_000).defaulting(to: []), "Who may book it by name"),
        Field("venueType", \.venueType, .oneOf()),
        Field("address", \.address, .nested()),
        Field("region", \.region, .string(length: 1...100).optional),
        Field("point", \.point, .nested().optional),
        Field("timezone", \.timezone, .string(length: 1...64), "IANA"),
        Field("capacity", \.capacity, .integer(0...1_000_000).optional, "People"),
        Field(
            "partiesAtOnce", \.partiesAtOnce, .integer(1...10_000).defaulting(to: 1),
            "How many bookings it takes at one time; 1 is exclusive"),
        Field("setUpMinutes", \.setUpMinutes, .integer(0...10_080).defaulting(to: 0), "Kept free before a booking"),
        Field(
            "tearDownMinutes", \.tearDownMinutes, .integer(0...10_080).defaulting(to: 0), "Kept free after a booking"),
        Field("amenities", \.amenities, .array(.string(length: 1...100), count: 0...100).defaulting(to: [])),
        Field(
            "accessibilityFeatures", \.accessibilityFeatures,
            .array(.string(length: 1...100), count: 0...100).defaulting(to: [])))

    /// As the API's description shows it.
    static let example = CreateLocation(
        name: "The Copper Room", kind: .shared, bookingPolicy: .open, grantedTo: [], venueType: .eventSpace,
        address: PostalAddress(line1: "1245 Broadway", city: "Oakland", state: .california, postalCode: "94612"),
        region: "bay_area", point: GeoPoint(latitude: 37.8044, longitude: -122.2712), timezone: "America/Los_Angeles",
        capacity: 120, partiesAtOnce: 1, setUpMinutes: 60, tearDownMinutes: 60, amenities: ["stage", "parking"],
        accessibilityFeatures: ["step_free"])
}

/// `POST /locations/{locationId}/approve`.
struct ApproveLocation: Sendable, Equatable, JSONCodable {
    let notes: String?
    let expectedVersion: Int?

    static let json = JSONType.record(
        Self.init, Field("notes", \.notes, .string(length: 1...2_000).optional),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional))
}

/// `POST /locations/{locationId}/reject`.
struct RejectLocation: Sendable, Equatable, JSONCodable {
    let reason: String
    let expectedVersion: Int?

    static let json = JSONType.record(
        Self.init, Field("reason", \.reason, .string(length: 1...2_000), "What has to change"),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional))
}

/// `POST /locations/{locationId}/submit`.
struct SubmitLocation: Sendable, Equatable, JSONCodable {
    let expectedVersion: Int?

    static let json = JSONType.record(
        Self.init, Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional))
}
