import HTTPServer
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI

/// What a list of answers is narrowed down by.
struct CheckFilter: QueryReadable {
    let bookingID: BookingID?
    let states: [USState]
    let decisions: [ComplianceDecision]

    static let query = QueryType(
        Self.init,
        Parameter("bookingId", .id().optional, "The answers to one booking"),
        Parameter("state", .oneOf().repeated),
        Parameter("decision", .oneOf().repeated))
}

/// The answers that an organisation was given, the newest first.
struct CheckList: Sendable {
    let caller: Caller
    let filter: CheckFilter

    func page(_ window: ListWindow, in database: Database) async throws -> Page<CheckView> {
        var batch = Batch(for: caller.scope)
        let rows = batch.rows(statement(for: window)) { try $0.decode(JSONB<CheckView>.self).value }
        let count = window.wantsTotal ? batch.one("SELECT count(*) FROM checks WHERE \(conditions)", as: Int.self) : nil
        let results = try await database.run(batch)
        return window.page(try results[rows], total: try count.map { try results[$0] }) { view in
            ListPosition(.time(view.checkedAt), id: view.checkID.uuid)
        }
    }

    /// One answer that the caller may see.
    static func one(_ id: ComplianceCheckID, for caller: Caller, in database: Database) async throws -> CheckView? {
        let mine: SQL = caller.isLimitedToOwn ? " AND checked_by = \(caller.actor.text)" : ""
        let row = try await database.first("SELECT answer FROM checks WHERE id = \(id)\(mine)", for: caller.scope)
        return try row?.decode(JSONB<CheckView>.self).value
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT answer FROM checks WHERE \(conditions)"
        if case .time(let time)? = window.position?.key, let id = window.position?.id {
            statement.append(" AND (checked_at, id) < (\(time), \(id))")
        }
        statement.append(" ORDER BY checked_at DESC, id DESC LIMIT \(window.rows) OFFSET \(window.offset)")
        return statement
    }

    private var conditions: SQL {
        var conditions: SQL = "organization_id = \(caller.organizationID)"
        if caller.isLimitedToOwn { conditions.append(" AND checked_by = \(caller.actor.text)") }
        if let booking = filter.bookingID { conditions.append(" AND booking_id = \(booking)") }
        if !filter.states.isEmpty { conditions.append(" AND state = ANY (\(filter.states.map(\.rawValue)))") }
        if !filter.decisions.isEmpty { conditions.append(" AND decision = ANY (\(filter.decisions.map(\.rawValue)))") }
        return conditions
    }
}
