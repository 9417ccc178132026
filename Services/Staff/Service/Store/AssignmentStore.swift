import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI
import StaffDomain

/// The rows of assignments.
struct AssignmentStore: Sendable {
    static let columns = SQLFragment(
        """
        id, organization_id, version, booking_id, staff_id, user_id, role, hourly_rate, currency, special_requirements,
        instructions, status, starts_at, ends_at, travel_minutes, conflict, release_reason, created_by, created_at,
        updated_at
        """)

    func find(_ id: StaffAssignmentID, for caller: Caller, in database: Database) async throws -> Assignment? {
        let row = try await database.first(
            """
            SELECT \(Self.columns) FROM assignments WHERE id = \(id) AND organization_id = \(caller.organizationID)
            """, for: caller.scope)
        return try row.map { try Assignment($0) }
    }

    func find(_ id: StaffAssignmentID, for caller: Caller, in transaction: Transaction) async throws -> Assignment? {
        let row = try await transaction.first(
            """
            SELECT \(Self.columns) FROM assignments WHERE id = \(id) AND organization_id = \(caller.organizationID)
            """)
        return try row.map { try Assignment($0) }
    }

    /// Takes the time. The constraint has the last word, whatever was looked at before.
    func insert(_ assignment: Assignment, in transaction: Transaction) async throws {
        let order = assignment.order
        try await whileFree(
            """
            INSERT INTO assignments (\(Self.columns), held) VALUES (
                \(assignment.id), \(assignment.organizationID), \(Int32(assignment.version)),
                \(assignment.bookingID), \(assignment.staffID), \(assignment.userID.text), \(order.role),
                \(order.hourlyRate), \(order.currency.description), \(order.specialRequirements),
                \(order.instructions), \(assignment.status), \(assignment.window.start), \(assignment.window.end),
                \(Int32(assignment.travelMinutes)), \(assignment.conflict), \(assignment.releaseReason),
                \(assignment.createdBy.text), \(assignment.createdAt), \(assignment.updatedAt),
                \(TimestampRange(assignment.held.start..<assignment.held.end)))
            """, in: transaction)
    }

    /// Writes down where an assignment stands, whose person is locked.
    func save(_ assignment: Assignment, in transaction: Transaction) async throws {
        try await whileFree(
            """
            UPDATE assignments SET version = \(Int32(clamping: assignment.version)), status = \(assignment.status),
                starts_at = \(assignment.window.start), ends_at = \(assignment.window.end),
                held = \(TimestampRange(assignment.held.start..<assignment.held.end)),
                conflict = \(assignment.conflict), release_reason = \(assignment.releaseReason),
                updated_at = \(assignment.updatedAt)
            WHERE id = \(assignment.id) AND organization_id = \(assignment.organizationID)
            """, in: transaction)
    }

    private func whileFree(_ write: SQL, in transaction: Transaction) async throws {
        do throws(PostgresError) {
            _ = try await transaction.execute(write)
        } catch .exclusionViolation(constraint: "assignments_no_overlap", _) {
            throw StaffError.calendarTaken(nil)
        } catch .uniqueViolation(constraint: "assignments_once", _) {
            throw StaffError.calendarTaken(nil)
        }
    }
}

extension Assignment {
    /// Reads the columns of `AssignmentStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(StaffAssignmentID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let bookingID = try columns.next(BookingID.self)
        let staffID = try columns.next(StaffID.self)
        let userID = try ActorID(column: columns.next())
        let order = AssignmentOrder(
            role: try columns.next(), hourlyRate: try columns.next(), currency: try Currency(column: columns.next()),
            specialRequirements: try columns.next(), instructions: try columns.next())
        let status = try columns.next(StaffAssignmentStatus.self)
        let window = try TimeWindow(start: columns.next(), end: columns.next())
        let travelMinutes = try columns.next(Int32.self)
        let conflict = try columns.next(StaffAssignmentConflict?.self)
        let releaseReason = try columns.next(String?.self)
        let createdBy = try ActorID(column: columns.next())
        let createdAt = try columns.next(Timestamp.self)
        let updatedAt = try columns.next(Timestamp.self)
        try columns.end()
        self.init(
            restoring: id, of: organizationID, version: Int(version), bookingID: bookingID, staffID: staffID,
            userID: userID, order, status: status, window: window, travelMinutes: Int(travelMinutes),
            conflict: conflict, releaseReason: releaseReason, createdBy: createdBy, createdAt: createdAt,
            updatedAt: updatedAt)
    }
}
