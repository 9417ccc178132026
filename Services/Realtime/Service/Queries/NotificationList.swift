import HTTPServer
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import RealtimeDomain
import ResourceAPI

/// What a list of notifications is narrowed down by.
struct NotificationFilter: QueryReadable {
    let states: [NotificationState]
    let types: [NotificationType]
    let severities: [NotificationSeverity]
    let relatedID: UUID128?

    static let query = QueryType(
        Self.init,
        Parameter("state", .oneOf().repeated, "Where they stand with you"),
        Parameter("type", .oneOf().repeated),
        Parameter("severity", .oneOf().repeated),
        Parameter("relatedId", .uuid.optional, "About this thing only"))
}

/// The notifications that are for a caller, the newest first.
struct NotificationList: Sendable {
    let caller: Caller

    private static let columns = SQLFragment(
        """
        n.id, n.type, n.severity, n.title, n.body, coalesce(s.state, 'unread'), n.related_type, n.related_id,
        n.created_at, s.changed_at
        """)

    func page(
        _ window: ListWindow, _ filter: NotificationFilter, in database: Database
    ) async throws -> Page<NotificationView> {
        var batch = Batch(for: caller.scope)
        var statement: SQL = "SELECT \(Self.columns) \(source) WHERE \(conditions(filter))"
        if case .time(let time)? = window.position?.key, let id = window.position?.id {
            statement.append(" AND (n.created_at, n.id) < (\(time), \(id))")
        }
        statement.append(" ORDER BY n.created_at DESC, n.id DESC LIMIT \(window.rows) OFFSET \(window.offset)")
        let rows = batch.rows(statement) { try NotificationView($0) }
        let count =
            window.wantsTotal ? batch.one("SELECT count(*) \(source) WHERE \(conditions(filter))", as: Int.self) : nil
        let results = try await database.run(batch)
        return window.page(try results[rows], total: try count.map { try results[$0] }) { view in
            ListPosition(.time(view.createdAt), id: view.id)
        }
    }

    /// One that is for the caller.
    func one(_ id: UUID128, in database: Database) async throws -> NotificationView? {
        let row = try await database.first(
            "SELECT \(Self.columns) \(source) WHERE n.id = \(id) AND \(isForCaller)", for: caller.scope)
        return try row.map { try NotificationView($0) }
    }

    /// The same, which nobody else marks for this reader meanwhile.
    func lock(_ id: UUID128, in transaction: Transaction) async throws -> NotificationView? {
        let row = try await transaction.first(
            "SELECT \(Self.columns) \(source) WHERE n.id = \(id) AND \(isForCaller) FOR UPDATE OF n")
        return try row.map { try NotificationView($0) }
    }

    private var source: SQL {
        """
        FROM notifications n LEFT JOIN notification_states s
            ON s.notification_id = n.id AND s.reader = \(caller.actor.text)
        """
    }

    private func conditions(_ filter: NotificationFilter) -> SQL {
        var conditions: SQL = "n.organization_id = \(caller.organizationID) AND \(isForCaller)"
        if filter.states.isEmpty {
            conditions.append(" AND coalesce(s.state, 'unread') IN ('unread', 'read')")
        } else {
            conditions.append(" AND coalesce(s.state, 'unread') = ANY (\(filter.states.map(\.rawValue)))")
        }
        if !filter.types.isEmpty { conditions.append(" AND n.type = ANY (\(filter.types.map(\.rawValue)))") }
        if !filter.severities.isEmpty {
            conditions.append(" AND n.severity = ANY (\(filter.severities.map(\.rawValue)))")
        }
        if let related = filter.relatedID { conditions.append(" AND n.related_id = \(related)") }
        return conditions
    }

    /// Whoever is not limited to their own sees all of the organisation's.
    private var isForCaller: SQL {
        guard caller.isLimitedToOwn else { return "true" }
        let watcher = Watcher(caller)
        let roles = Int32(watcher.viewers.rawValue)
        return "((n.roles & \(roles)) <> 0 OR n.readers && \(watcher.owned.map(\.stored)))"
    }
}

extension NotificationView {
    fileprivate init(_ row: Row) throws {
        let (id, type, severity, title, body, state, relatedType, relatedID, createdAt, changedAt) = try row.decode(
            UUID128.self, NotificationType.self, NotificationSeverity.self, String.self, String.self,
            NotificationState.self, String.self, UUID128.self, Timestamp.self, Timestamp?.self)
        self.init(
            id: id, type: type, severity: severity, title: title, body: body, state: state,
            relatedEntityType: relatedType, relatedEntityID: relatedID, createdAt: createdAt, changedAt: changedAt)
    }
}
