import Identifiers
import PlatformProtocol
import Postgres
import StaffDomain

/// The copies of bookings.
struct BookingStore: Sendable {
    static let columns = SQLFragment(
        """
        id, organization_id, version, title, status, location_id, state, starts_at, ends_at, time_zone, currency
        """)

    /// Selects the version of a copy and locks its row, for `applyIfNewer`.
    func version(of id: BookingID) -> SQL {
        "SELECT version FROM known_bookings WHERE id = \(id) FOR UPDATE"
    }

    /// Writes the copy unless a newer one is there, which somebody may have made after it was looked for; tells whether
    /// it did.
    func save(_ booking: KnownBooking, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO known_bookings (\(Self.columns)) VALUES (
                \(booking.id), \(booking.organizationID), \(Int32(clamping: booking.version)), \(booking.title),
                \(booking.status), \(booking.locationID), \(booking.state), \(booking.window.start),
                \(booking.window.end), \(booking.timeZone), \(booking.currency.description))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, title = excluded.title,
                status = excluded.status, location_id = excluded.location_id, state = excluded.state,
                starts_at = excluded.starts_at, ends_at = excluded.ends_at, time_zone = excluded.time_zone,
                currency = excluded.currency
            WHERE known_bookings.version < excluded.version
            """) == 1
    }

    /// A booking and everybody who works on it now.
    func find(
        _ id: BookingID, withCrewIn transaction: Transaction
    ) async throws -> (KnownBooking, [StaffOnBooking])? {
        var batch = Batch(for: transaction.scope)
        let booking = batch.first("SELECT \(Self.columns) FROM known_bookings WHERE id = \(id)") {
            try KnownBooking($0)
        }
        let crew = batch.rows(crew(of: id)) { try StaffOnBooking($0) }
        let results = try await transaction.run(batch)
        guard let found = try results[booking] else { return nil }
        return (found, try results[crew])
    }

    /// Selects everybody who works on a booking.
    func crew(of id: BookingID) -> SQL {
        """
        SELECT id, staff_id, role, hourly_rate FROM assignments
        WHERE booking_id = \(id) AND status IN ('created', 'offered', 'accepted', 'checked_in')
        ORDER BY created_at, id LIMIT \(StaffLimits.crewMax)
        """
    }
}

extension KnownBooking {
    /// Reads the columns of `BookingStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(BookingID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let title = try columns.next(String.self)
        let status = try columns.next(BookingStatus.self)
        let locationID = try columns.next(LocationID?.self)
        let state = try columns.next(USState.self)
        let window = try TimeWindow(start: columns.next(), end: columns.next())
        let timeZone = try columns.next(String.self)
        let currency = try Currency(column: columns.next())
        try columns.end()
        self.init(
            id: id, organizationID: organizationID, version: Int(version), title: title, status: status,
            locationID: locationID, state: state, window: window, timeZone: timeZone, currency: currency)
    }
}

extension StaffOnBooking {
    init(_ row: Row) throws {
        let (id, staffID, role, rate) = try row.decode(StaffAssignmentID.self, StaffID.self, String.self, Int64?.self)
        self.init(assignmentID: id, staffID: staffID, role: role, hourlyRate: rate)
    }
}

extension Currency {
    init(column text: String) throws(Problem) {
        guard let currency = Currency(text) else {
            throw Problem(.internalError, internalMessage: "a currency on file is none")
        }
        self = currency
    }
}

extension ActorID {
    init(column text: String) throws(Problem) {
        guard let actor = ActorID(text) else {
            throw Problem(.internalError, internalMessage: "an actor on file is none")
        }
        self = actor
    }
}
