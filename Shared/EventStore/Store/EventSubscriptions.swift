import Identifiers
public import PlatformProtocol
public import Postgres

/// Who handles what in one service's database, and where its replays stand.
public struct EventSubscriptions: Sendable {
    let database: Database

    /// - Parameter database: As the system role.
    public init(_ database: Database) {
        self.database = database
    }

    /// All of them, or one handler's.
    public func list(handler name: String? = nil) async throws -> [SubscriptionRecord] {
        var statement: SQL = """
            SELECT handler_id, handler_name, event_type, service_name, is_active, mode, status, position,
                until_position, handled, last_error, updated_at
            FROM event_subscriptions
            """
        if let name { statement.append(" WHERE handler_id = \(SubscriptionRecord.handlerID(name))") }
        statement.append(" ORDER BY handler_name, event_type LIMIT 10000")
        return try await database.rows(statement, for: .system).map { row throws(PostgresError) in
            var columns = row.columns
            let record = SubscriptionRecord(
                handlerID: try columns.next(), handlerName: try columns.next(), typeName: try columns.next(),
                serviceName: try columns.next(), isActive: try columns.next(),
                mode: try columns.next(SubscriptionRecord.Mode.self),
                status: try columns.next(SubscriptionRecord.Status.self), position: try columns.next(),
                until: try columns.next(), handled: try columns.next(), lastError: try columns.next(),
                updatedAt: try columns.next())
            try columns.end()
            return record
        }
    }

    /// Writes down what a consumer hears: what it begins to hear becomes active, what it no longer hears ceases to be.
    /// Changes nothing, and writes nothing, where that is so already.
    public func declare(_ name: String, of service: ServiceName, hears types: Set<EventType>) async throws {
        let (id, names) = (SubscriptionRecord.handlerID(name), types.map(\.rawValue).sorted())
        var batch = Batch(for: .system)
        batch.execute(
            """
            INSERT INTO event_subscriptions (handler_id, handler_name, event_type, service_name, mode, status)
            SELECT \(id), \(name), type, \(service.rawValue), 'live', 'running' FROM unnest(\(names)) AS heard (type)
            ON CONFLICT (handler_id, event_type) DO UPDATE SET is_active = true, updated_at = now()
            WHERE NOT event_subscriptions.is_active
            """)
        batch.execute(
            """
            UPDATE event_subscriptions SET is_active = false, updated_at = now()
            WHERE handler_id = \(id) AND mode = 'live' AND is_active AND event_type <> ALL (\(names))
            """)
        _ = try await database.run(batch)
    }

    /// Forgets a replay, so that its name begins anew. A live handler stays.
    public func forget(_ name: String) async throws -> Bool {
        try await database.execute(
            """
            DELETE FROM event_subscriptions
            WHERE handler_id = \(SubscriptionRecord.handlerID(name)) AND mode = 'replay'
            """, for: .system) > 0
    }
}

extension SubscriptionRecord.Mode: PostgresEncodable, PostgresDecodable {}
extension SubscriptionRecord.Status: PostgresEncodable, PostgresDecodable {}
