import Identifiers
import Postgres

/// A booking whose decision was due.
struct OverdueBooking: Sendable {
    let id: BookingID
    let organizationID: OrganizationID
    let deadline: Timestamp
}

/// What the sweep looks for, in any organisation, the longest overdue first. A page goes on behind the last one, so that
/// one booking that cannot be ended does not hide the others.
struct OverdueBookings {
    static let pageSize = 200

    func page(
        behind last: OverdueBooking?, at now: Timestamp, in system: Database
    ) async throws -> [OverdueBooking] {
        var statement: SQL = """
            SELECT id, organization_id, hold_expires_at FROM bookings
            WHERE status = 'pending_approval' AND hold_expires_at <= \(now)
            """
        if let last { statement.append(" AND (hold_expires_at, id) > (\(last.deadline), \(last.id))") }
        statement.append(" ORDER BY hold_expires_at, id LIMIT \(Int32(Self.pageSize))")
        return try await system.rows(statement, for: .system).map { row in
            let (id, organizationID, deadline) = try row.decode(BookingID.self, OrganizationID.self, Timestamp.self)
            return OverdueBooking(id: id, organizationID: organizationID, deadline: deadline)
        }
    }
}
