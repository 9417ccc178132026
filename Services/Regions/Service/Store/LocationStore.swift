import Identifiers
import PlatformProtocol
import Postgres
import RegionsDomain
import ResourceAPI

/// The rows of locations. What a caller may see of them, row-level security says; who may change one is said here: its
/// organisation.
struct LocationStore: Sendable {
    static let columns = SQLFragment(
        """
        id, organization_id, version, name, kind, status, review_notes, booking_policy, granted_to, venue_type, line1,
        line2, city, state, postal_code, region, latitude, longitude, time_zone, capacity, parties_at_once,
        set_up_minutes, tear_down_minutes, amenities, accessibility_features, created_by, created_at, updated_at
        """)

    /// A location that the caller may see.
    func find(_ id: LocationID, for caller: Caller, in database: Database) async throws -> Location? {
        let row = try await database.first("SELECT \(Self.columns) FROM locations WHERE id = \(id)", for: caller.scope)
        return try row.map { try Location($0) }
    }

    /// A location of the caller's organisation, which nobody else changes until the transaction ends.
    func lock(_ id: LocationID, for caller: Caller, in transaction: Transaction) async throws -> Location? {
        let row = try await transaction.first(
            """
            SELECT \(Self.columns) FROM locations
            WHERE id = \(id) AND organization_id = \(caller.organizationID) FOR UPDATE
            """)
        return try row.map { try Location($0) }
    }

    func insert(_ location: Location, in transaction: Transaction) throws {
        let profile = location.profile
        let address = profile.address
        try transaction.enqueue(
            """
            INSERT INTO locations (\(Self.columns)) VALUES (
                \(location.id), \(location.organizationID), \(Int32(location.version)), \(profile.name), \(profile.kind),
                \(location.status), \(location.reviewNotes), \(profile.bookingPolicy), \(profile.grantedTo),
                \(profile.venueType), \(address.line1), \(address.line2), \(address.city), \(address.state),
                \(address.postalCode), \(profile.region), \(profile.point?.latitude), \(profile.point?.longitude),
                \(profile.timeZone), \(profile.capacity.map { Int32($0) }), \(Int32(profile.partiesAtOnce)),
                \(Int32(profile.setUpMinutes)), \(Int32(profile.tearDownMinutes)), \(profile.amenities),
                \(profile.accessibilityFeatures), \(location.createdBy.text), \(location.createdAt),
                \(location.updatedAt))
            """)
    }

    /// Writes down where the review of a locked location stands now.
    func saveReview(_ location: Location, in transaction: Transaction) throws {
        try transaction.enqueue(
            """
            UPDATE locations SET version = \(Int32(location.version)), status = \(location.status),
                review_notes = \(location.reviewNotes), updated_at = \(location.updatedAt)
            WHERE id = \(location.id) AND organization_id = \(location.organizationID)
            """)
    }
}

extension Location {
    /// Reads the columns of `LocationStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(LocationID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let name = try columns.next(String.self)
        let kind = try columns.next(LocationKind.self)
        let status = try columns.next(LocationStatus.self)
        let reviewNotes = try columns.next(String?.self)
        let profile = try LocationProfile(named: name, kind, &columns)
        let createdBy = try columns.next(String.self)
        let createdAt = try columns.next(Timestamp.self)
        let updatedAt = try columns.next(Timestamp.self)
        try columns.end()
        guard let actor = ActorID(createdBy) else {
            throw Problem(.internalError, internalMessage: "a location's creator is no actor")
        }
        self.init(
            restoring: id, of: organizationID, version: Int(version), profile, status: status, reviewNotes: reviewNotes,
            createdBy: actor, createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension LocationProfile {
    fileprivate init(named name: String, _ kind: LocationKind, _ columns: inout Row.Columns) throws {
        let policy = try columns.next(LocationBookingPolicy.self)
        let grantedTo = try columns.next([OrganizationID].self)
        let venueType = try columns.next(VenueType.self)
        let address = Address(
            line1: try columns.next(), line2: try columns.next(), city: try columns.next(), state: try columns.next(),
            postalCode: try columns.next())
        let region = try columns.next(String?.self)
        let latitude = try columns.next(Double?.self)
        let longitude = try columns.next(Double?.self)
        self.init(
            name: name, kind: kind, bookingPolicy: policy, grantedTo: grantedTo, venueType: venueType,
            address: address, region: region,
            point: latitude.flatMap { latitude in
                longitude.flatMap { GeoPoint(latitude: latitude, longitude: $0) }
            },
            timeZone: try columns.next(), capacity: try columns.next(Int32?.self).map(Int.init),
            partiesAtOnce: Int(try columns.next(Int32.self)), setUpMinutes: Int(try columns.next(Int32.self)),
            tearDownMinutes: Int(try columns.next(Int32.self)), amenities: try columns.next(),
            accessibilityFeatures: try columns.next())
    }
}
