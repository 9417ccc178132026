import Identifiers
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI

/// The rows of allocations.
struct AllocationStore: Sendable {
    static let columns = SQLFragment(
        """
        id, organization_id, version, booking_id, kit_id, template, home_state, is_plant_touching, preparation_minutes,
        transit_minutes, status, starts_at, ends_at, conflict, release_reason, notes, assigned_by, assigned_at,
        updated_at
        """)

    func find(_ id: KitAssignmentID, for caller: Caller, in database: Database) async throws -> KitAllocation? {
        try await database.first(statement(id, caller), for: caller.scope).map { try KitAllocation($0) }
    }

    func find(_ id: KitAssignmentID, for caller: Caller, in transaction: Transaction) async throws -> KitAllocation? {
        try await transaction.first(statement(id, caller)).map { try KitAllocation($0) }
    }

    private func statement(_ id: KitAssignmentID, _ caller: Caller) -> SQL {
        """
        SELECT \(Self.columns) FROM kit_allocations WHERE id = \(id) AND organization_id = \(caller.organizationID)
        """
    }

    /// Takes the kit. The constraint has the last word, whatever was looked at before.
    func insert(_ allocation: KitAllocation, in transaction: Transaction) async throws {
        let terms = allocation.terms
        try await whileFree(
            """
            INSERT INTO kit_allocations (\(Self.columns), planned) VALUES (
                \(allocation.id), \(allocation.organizationID), \(Int32(allocation.version)),
                \(allocation.bookingID), \(allocation.kitID), \(terms.template.rawValue), \(terms.homeState),
                \(terms.isPlantTouching), \(Int32(terms.preparationMinutes)), \(Int32(terms.transitMinutes)),
                \(allocation.status), \(allocation.usage.start), \(allocation.usage.end), \(allocation.conflict),
                \(allocation.releaseReason), \(allocation.notes), \(allocation.assignedBy.text),
                \(allocation.assignedAt), \(allocation.updatedAt), \(TimestampRange(of: allocation.planned)))
            """, in: transaction)
    }

    /// Writes down where an allocation stands, whose kit is locked.
    func save(_ allocation: KitAllocation, in transaction: Transaction) async throws {
        try await whileFree(
            """
            UPDATE kit_allocations SET version = \(Int32(clamping: allocation.version)),
                status = \(allocation.status), starts_at = \(allocation.usage.start),
                ends_at = \(allocation.usage.end), planned = \(TimestampRange(of: allocation.planned)),
                conflict = \(allocation.conflict), release_reason = \(allocation.releaseReason),
                updated_at = \(allocation.updatedAt)
            WHERE id = \(allocation.id) AND organization_id = \(allocation.organizationID)
            """, in: transaction)
    }

    private func whileFree(_ write: SQL, in transaction: Transaction) async throws {
        do throws(PostgresError) {
            _ = try await transaction.execute(write)
        } catch .exclusionViolation(constraint: "kit_allocations_no_overlap", _) {
            throw KitError.taken(nil)
        } catch .uniqueViolation(constraint: "kit_allocations_once", _) {
            throw KitError.taken(nil)
        }
    }
}

extension TimestampRange {
    fileprivate init(of window: TimeWindow) {
        self.init(window.start..<window.end)
    }
}

extension KitAllocation {
    /// Reads the columns of `AllocationStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(KitAssignmentID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let bookingID = try columns.next(BookingID.self)
        let kitID = try columns.next(KitID.self)
        let terms = KitTerms(
            template: try KitTemplateName(column: columns.next()), homeState: try columns.next(),
            isPlantTouching: try columns.next(), preparationMinutes: Int(try columns.next(Int32.self)),
            transitMinutes: Int(try columns.next(Int32.self)))
        let status = try columns.next(KitAssignmentStatus.self)
        let usage = try TimeWindow(start: columns.next(), end: columns.next())
        let conflict = try columns.next(KitAssignmentConflict?.self)
        let releaseReason = try columns.next(String?.self)
        let notes = try columns.next(String?.self)
        let assignedBy = try ActorID(column: columns.next())
        let assignedAt = try columns.next(Timestamp.self)
        let updatedAt = try columns.next(Timestamp.self)
        try columns.end()
        self.init(
            restoring: id, of: organizationID, version: Int(version), bookingID: bookingID, kitID: kitID, terms,
            status: status, usage: usage, conflict: conflict, releaseReason: releaseReason, notes: notes,
            assignedBy: assignedBy, assignedAt: assignedAt, updatedAt: updatedAt)
    }
}
