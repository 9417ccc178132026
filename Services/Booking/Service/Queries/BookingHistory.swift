import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI

/// What a booking has gone through, in order.
struct BookingHistory {
    /// The most that is answered beside a booking; the list of its own has pages.
    static let entriesMax = 1_000

    let organizationID: OrganizationID
    let id: BookingID
    let own: OwnBookings

    /// Nil when there is no such booking in reach.
    func page(_ window: ListWindow, in database: Database) async throws -> Page<BookingHistoryView>? {
        var batch = Batch(for: .organization(organizationID))
        let isThere = batch.one(
            """
            SELECT EXISTS (SELECT FROM bookings
                WHERE id = \(id) AND organization_id = \(organizationID) AND \(own.condition))
            """, as: Bool.self)
        var statement: SQL = "SELECT \(Self.columns) FROM booking_history WHERE booking_id = \(id)"
        if case .number(let version) = window.position?.key { statement.append(" AND version > \(version)") }
        statement.append(" ORDER BY version LIMIT \(window.rows) OFFSET \(window.offset)")
        let rows = batch.rows(statement) { try BookingHistoryView($0) }
        let total =
            window.wantsTotal
            ? batch.one("SELECT count(*) FROM booking_history WHERE booking_id = \(id)", as: Int.self) : nil
        let results = try await database.run(batch)
        guard try results[isThere] else { return nil }
        return window.page(try results[rows], total: try total.map { try results[$0] }) { entry in
            ListPosition(.number(Int64(entry.version)), id: entry.id)
        }
    }

    static let columns = SQLFragment(
        """
        id, version, from_status, to_status, from_stage, to_stage, changed_by_kind, changed_by, changed_at, reason
        """)
}

extension BookingHistoryView {
    /// Reads the columns of `BookingHistory.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        self.init(
            id: try columns.next(), version: Int(try columns.next(Int32.self)), fromStatus: try columns.next(),
            toStatus: try columns.next(), fromStage: try columns.next(), toStage: try columns.next(),
            changedByKind: try columns.next(), changedBy: try columns.nextActor(), changedAt: try columns.next(),
            reason: try columns.next())
        try columns.end()
    }
}
