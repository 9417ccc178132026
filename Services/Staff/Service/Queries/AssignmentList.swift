import HTTPServer
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import StaffDomain

/// What a list of assignments is narrowed down by.
struct AssignmentFilter: Sendable {
    let bookingID: BookingID?
    let staffID: StaffID?
    let statuses: [StaffAssignmentStatus]
    let conflicts: [StaffAssignmentConflict]
    let from: Timestamp?
    let to: Timestamp?
    let order: AssignmentSort
}

/// What a list of assignments is sorted by; a minus sign turns it round.
enum AssignmentSort: String, CaseIterable, Sendable {
    case startTime
    case startTimeDescending = "-startTime"
}

extension AssignmentFilter: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter("bookingId", .id().optional, "Of this booking"),
        Parameter("staffId", .id().optional, "Of this person"),
        Parameter("status", .oneOf().repeated, "Any of these"),
        Parameter("conflict", .oneOf().repeated, "Those that cannot stay as they are, for any of these reasons"),
        Parameter("from", .dateTime.optional, "Those that end after it"),
        Parameter("to", .dateTime.optional, "Those that begin before it"),
        Parameter("sort", .oneOf().defaulting(to: .startTime), "A minus sign turns the order round")
    ).checked { filter, faults in
        guard let from = filter.from, let to = filter.to, to <= from else { return }
        faults.add("to", .endNotAfterStart, "must be after from")
    }
}

/// The assignments of an organisation, page by page.
struct AssignmentList: Sendable {
    let caller: Caller
    let filter: AssignmentFilter

    func page(_ window: ListWindow, in database: Database) async throws -> Page<StaffAssignmentSnapshot> {
        var batch = Batch(for: caller.scope)
        let rows = batch.rows(statement(for: window)) { try Assignment($0) }
        let count =
            window.wantsTotal ? batch.one("SELECT count(*) FROM assignments WHERE \(conditions)", as: Int.self) : nil
        let results = try await database.run(batch)
        let snapshots = try results[rows].map { StaffAssignmentSnapshot($0) }
        return window.page(snapshots, total: try count.map { try results[$0] }) { assignment in
            ListPosition(.time(assignment.startTime), id: assignment.id.uuid)
        }
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT \(AssignmentStore.columns) FROM assignments WHERE \(conditions)"
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
        if caller.isLimitedToOwn { conditions.append(" AND user_id = \(caller.actor.text)") }
        if let booking = filter.bookingID { conditions.append(" AND booking_id = \(booking)") }
        if let staff = filter.staffID { conditions.append(" AND staff_id = \(staff)") }
        if !filter.statuses.isEmpty { conditions.append(" AND status = ANY (\(filter.statuses.map(\.rawValue)))") }
        if !filter.conflicts.isEmpty { conditions.append(" AND conflict = ANY (\(filter.conflicts.map(\.rawValue)))") }
        if let from = filter.from { conditions.append(" AND ends_at > \(from)") }
        if let to = filter.to { conditions.append(" AND starts_at < \(to)") }
        return conditions
    }
}
