import Identifiers
import KitsDomain
import PlatformProtocol
import Postgres

/// The copies of bookings.
struct BookingStore: Sendable {
    static let columns = SQLFragment("id, organization_id, version, title, status, state, starts_at, ends_at")

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
                \(booking.status), \(booking.state), \(booking.window.start), \(booking.window.end))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, title = excluded.title,
                status = excluded.status, state = excluded.state, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at
            WHERE known_bookings.version < excluded.version
            """) == 1
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
        let state = try columns.next(USState.self)
        let window = try TimeWindow(start: columns.next(), end: columns.next())
        try columns.end()
        self.init(
            id: id, organizationID: organizationID, version: Int(version), title: title, status: status, state: state,
            window: window)
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
