public import Identifiers
public import JSON

/// A location after a change: what others need to book it, to get there and to judge it.
public struct LocationSnapshot: Sendable, Equatable {
    public let id: LocationID
    public let version: Int
    public let organizationID: OrganizationID
    public let name: String
    /// Who may book it.
    public let kind: LocationKind
    public let status: LocationStatus
    /// What its reviewer noted, or why it was rejected.
    public let reviewNotes: String?
    /// How a shared one is booked.
    public let bookingPolicy: LocationBookingPolicy
    /// Who may book it by name.
    public let grantedTo: [OrganizationID]
    public let venueType: VenueType
    public let address: PostalAddress
    public let region: String?
    public let point: GeoPoint?
    /// IANA.
    public let timezone: String
    /// People.
    public let capacity: Int?
    /// How many bookings it takes at one time; 1 is exclusive.
    public let partiesAtOnce: Int
    /// Kept free before a booking.
    public let setUpMinutes: Int
    /// Kept free after a booking.
    public let tearDownMinutes: Int
    public let amenities: [String]
    public let accessibilityFeatures: [String]
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    public init(
        id: LocationID, version: Int, organizationID: OrganizationID, name: String, kind: LocationKind,
        status: LocationStatus, reviewNotes: String? = nil, bookingPolicy: LocationBookingPolicy,
        grantedTo: [OrganizationID], venueType: VenueType,
        address: PostalAddress, region: String? = nil, point: GeoPoint? = nil, timezone: String, capacity: Int? = nil,
        partiesAtOnce: Int, setUpMinutes: Int, tearDownMinutes: Int, amenities: [String],
        accessibilityFeatures: [String], createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.version = version
        self.organizationID = organizationID
        self.name = name
        self.kind = kind
        self.status = status
        self.reviewNotes = reviewNotes
        self.bookingPolicy = bookingPolicy
        self.grantedTo = grantedTo
        self.venueType = venueType
        self.address = address
        self.region = region
        self.point = point
        self.timezone = timezone
        self.capacity = capacity
        self.partiesAtOnce = partiesAtOnce
        self.setUpMinutes = setUpMinutes
        self.tearDownMinutes = tearDownMinutes
        self.amenities = amenities
        self.accessibilityFeatures = accessibilityFeatures
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension LocationSnapshot: JSONCodable {
    public static let json: JSONType<LocationSnapshot> = .openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("version", \.version, .integer(1...Int.max)),
        Field("organizationId", \.organizationID, .id()),
        Field("name", \.name, .string(length: 1...200)),
        Field("kind", \.kind, .oneOf(), "Who may book it"),
        Field("status", \.status, .oneOf()),
        Field("reviewNotes", \.reviewNotes, .string(length: 1...2_000).optional, "Of its reviewer"),
        Field("bookingPolicy", \.bookingPolicy, .oneOf(), "How a shared one is booked"),
        Field("grantedTo", \.grantedTo, .array(.id(), count: 0...1_000), "Who may book it by name"),
        Field("venueType", \.venueType, .oneOf()),
        Field("address", \.address, .nested()),
        Field("region", \.region, .string(length: 1...100).optional),
        Field("point", \.point, .nested().optional),
        Field("timezone", \.timezone, .string(length: 1...64), "IANA"),
        Field("capacity", \.capacity, .integer(0...1_000_000).optional, "People"),
        Field(
            "partiesAtOnce", \.partiesAtOnce, .integer(1...10_000),
            "How many bookings it takes at one time; 1 is exclusive"),
        Field("setUpMinutes", \.setUpMinutes, .integer(0...10_080), "Kept free before a booking"),
        Field("tearDownMinutes", \.tearDownMinutes, .integer(0...10_080), "Kept free after a booking"),
        Field("amenities", \.amenities, .array(.string(length: 1...100), count: 0...100)),
        Field("accessibilityFeatures", \.accessibilityFeatures, .array(.string(length: 1...100), count: 0...100)),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("updatedAt", \.updatedAt, .eventTime))
}

/// Where a letter would go.
public struct PostalAddress: Sendable, Equatable {
    public let line1: String
    public let line2: String?
    public let city: String
    public let state: USState
    public let postalCode: String

    public init(
        line1: String, line2: String? = nil, city: String, state: USState, postalCode: String
    ) {
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.state = state
        self.postalCode = postalCode
    }
}

extension PostalAddress: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("line1", \.line1, .string(length: 1...200)),
        Field("line2", \.line2, .string(length: 1...200).optional),
        Field("city", \.city, .string(length: 1...100)),
        Field("state", \.state, .oneOf()),
        Field("postalCode", \.postalCode, .string(length: 3...12)))
}
