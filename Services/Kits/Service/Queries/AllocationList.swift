import HTTPServer
import Identifiers
import JSON
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI

/// What a list of allocations is narrowed down by.
struct AllocationFilter: Sendable {
    let bookingID: BookingID?
    let kitID: KitID?
    let statuses: [KitAssignmentStatus]
    let conflicts: [KitAssignmentConflict]
    let from: Timestamp?
    let to: Timestamp?
    let order: AllocationOrder
}

/// What a list of allocations is sorted by; a minus sign turns it round.
enum AllocationOrder: String, CaseIterable, Sendable {
    case startTime
    case startTimeDescending = "-startTime"
}

extension AllocationFilter: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter("bookingId", .id().optional, "For this booking"),
        Parameter("instanceId", .id().optional, "Of this kit"),
        Parameter("status", .oneOf().repeated, "Any of these"),
        Parameter("conflict", .oneOf().repeated, "Those that cannot stay as they are, for any of these reasons"),
        Parameter("from", .dateTime.optional, "Those that are planned beyond it"),
        Parameter("to", .dateTime.optional, "Those that are planned from before it"),
        Parameter("sort", .oneOf().defaulting(to: .startTime), "By the booking; a minus sign turns the order round")
    ).checked { filter, faults in
        guard let from = filter.from, let to = filter.to, to <= from else { return }
        faults.add("to", .endNotAfterStart, "must be after from")
    }
}

/// The allocations of an organisation, page by page.
struct AllocationList: Sendable {
    let caller: Caller
    let filter: AllocationFilter

    func page(_ window: ListWindow, in database: Database) async throws -> Page<KitAssignmentSnapshot> {
        var batch = Batch(for: caller.scope)
        let rows = batch.rows(statement(for: window)) { try KitAllocation($0) }
        let count =
            window.wantsTotal
            ? batch.one("SELECT count(*) FROM kit_allocations WHERE \(conditions)", as: Int.self) : nil
        let results = try await database.run(batch)
        let found = try results[rows]
        // The booking's start is what the list is sorted by, and not in what is shown.
        let starts = Dictionary(found.map { ($0.id, $0.usage.start) }) { first, _ in first }
        let snapshots = found.map { KitAssignmentSnapshot($0) }
        return window.page(snapshots, total: try count.map { try results[$0] }) { allocation in
            ListPosition(.time(starts[allocation.id] ?? allocation.startTime), id: allocation.id.uuid)
        }
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT \(AllocationStore.columns) FROM kit_allocations WHERE \(conditions)"
        if let position = window.position { statement.append(behind(position)) }
        switch filter.order {
        case .startTime: statement.append(" ORDER BY starts_at, id")
        case .startTimeDescending: statement.append(" ORDER BY starts_at DESC, id DESC")
        }
        statement.append(" LIMIT \(window.rows) OFFSET \(window.offset)")
        return statement
    }

    private func behind(_ position: ListPosition) -> SQL {
        switch (position.key, filter.order) {
        case (.time(let time), .startTime): " AND (starts_at, id) > (\(time), \(position.id))"
        case (.time(let time), .startTimeDescending): " AND (starts_at, id) < (\(time), \(position.id))"
        // A cursor belongs to its order, so these do not come; if they did, nothing would lie behind.
        default: " AND false"
        }
    }

    private var conditions: SQL {
        var conditions: SQL = "organization_id = \(caller.organizationID)"
        if caller.isLimitedToOwn { conditions.append(" AND assigned_by = \(caller.actor.text)") }
        if let booking = filter.bookingID { conditions.append(" AND booking_id = \(booking)") }
        if let kit = filter.kitID { conditions.append(" AND kit_id = \(kit)") }
        if !filter.statuses.isEmpty { conditions.append(" AND status = ANY (\(filter.statuses.map(\.rawValue)))") }
        if !filter.conflicts.isEmpty { conditions.append(" AND conflict = ANY (\(filter.conflicts.map(\.rawValue)))") }
        if let from = filter.from { conditions.append(" AND upper(planned) > \(from)") }
        if let to = filter.to { conditions.append(" AND lower(planned) < \(to)") }
        return conditions
    }
}
