// RegionsDomain: the rules of places.
//
// Purpose: what a location is, who may book it, and how its review goes. Model: a value that only the rules of this
// module change; each rule returns what happened, for the event that tells it. Failure: `LocationError`, a closed list;
// a rule that refuses has changed nothing. Not here: distances, zones, and anything about bookings.

public import Identifiers

/// A place where events are held.
public struct Location: Sendable, Equatable {
    public let id: LocationID
    public let organizationID: OrganizationID
    public internal(set) var version: Int
    public internal(set) var profile: LocationProfile
    public internal(set) var status: LocationStatus
    /// Why it was rejected, or what the reviewer noted.
    public internal(set) var reviewNotes: String?
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public internal(set) var updatedAt: Timestamp

    /// A new location; it is a draft, which nobody can book.
    public init(
        _ id: LocationID, of organizationID: OrganizationID, _ profile: LocationProfile, by actor: ActorID,
        at now: Timestamp
    ) throws(LocationError) {
        try profile.check()
        self.init(
            restoring: id, of: organizationID, version: LocationEvent.created.versions, profile, status: .draft,
            reviewNotes: nil,
            createdBy: actor, createdAt: now, updatedAt: now)
    }

    /// A location as it was stored.
    package init(
        restoring id: LocationID, of organizationID: OrganizationID, version: Int, _ profile: LocationProfile,
        status: LocationStatus, reviewNotes: String?, createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.organizationID, self.version, self.profile) = (id, organizationID, version, profile)
        (self.status, self.reviewNotes, self.createdBy) = (status, reviewNotes, createdBy)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
    }
}

/// What somebody says of a place.
public struct LocationProfile: Sendable, Equatable {
    public var name: String
    public var kind: LocationKind
    public var bookingPolicy: LocationBookingPolicy
    /// Who may book it by name.
    public var grantedTo: [OrganizationID]
    public var venueType: VenueType
    public var address: Address
    public var region: String?
    public var point: GeoPoint?
    /// IANA.
    public var timeZone: String
    public var capacity: Int?
    /// How many bookings it takes at one time; 1 is exclusive.
    public var partiesAtOnce: Int
    public var setUpMinutes: Int
    public var tearDownMinutes: Int
    public var amenities: [String]
    public var accessibilityFeatures: [String]

    /// Where a letter would go.
    public struct Address: Sendable, Equatable {
        public var line1: String
        public var line2: String?
        public var city: String
        public var state: USState
        public var postalCode: String

        public init(line1: String, line2: String?, city: String, state: USState, postalCode: String) {
            (self.line1, self.line2, self.city) = (line1, line2, city)
            (self.state, self.postalCode) = (state, postalCode)
        }
    }

    public init(
        name: String, kind: LocationKind, bookingPolicy: LocationBookingPolicy, grantedTo: [OrganizationID],
        venueType: VenueType, address: Address, region: String?, point: GeoPoint?, timeZone: String, capacity: Int?,
        partiesAtOnce: Int, setUpMinutes: Int, tearDownMinutes: Int, amenities: [String],
        accessibilityFeatures: [String]
    ) {
        (self.name, self.kind, self.bookingPolicy, self.grantedTo) = (name, kind, bookingPolicy, grantedTo)
        (self.venueType, self.address, self.region, self.point) = (venueType, address, region, point)
        (self.timeZone, self.capacity, self.partiesAtOnce) = (timeZone, capacity, partiesAtOnce)
        (self.setUpMinutes, self.tearDownMinutes) = (setUpMinutes, tearDownMinutes)
        (self.amenities, self.accessibilityFeatures) = (amenities, accessibilityFeatures)
    }

    /// What the members say together. Each by itself was checked where it was read.
    func check() throws(LocationError) {
        guard name.contains(where: { !$0.isWhitespace }) else { throw .blankName }
        guard kind != .retired else { throw .createdRetired }
        if bookingPolicy == .namedGrants, kind == .shared, grantedTo.isEmpty { throw .grantsNobody }
        if bookingPolicy != .namedGrants || kind != .shared, !grantedTo.isEmpty { throw .grantsWithoutPolicy }
        guard TimeZoneName.isKnown(timeZone) else { throw .unknownTimeZone }
    }
}
