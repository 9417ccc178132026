import Identifiers
import PlatformProtocol
import Postgres

/// Where one replay stands. Its rows move on together, in the transaction of what was applied.
struct ReplayProgress: Sendable {
    let name: String
    let types: Set<EventType>
    var id: UUID128 { SubscriptionRecord.handlerID(name) }

    struct Place: Sendable, Equatable {
        var position: Int64
        let dropsSeen: Int64
    }

    /// Begins a replay or takes it up where it stands, and lets it go as far as `until`.
    func open(
        _ service: ServiceName, until: Int64, drops: Int64, in database: Database
    ) async throws -> Place {
        let names = types.map(\.rawValue).sorted()
        return try await database.transaction(for: .system) { transaction in
            try await transaction.execute(
                """
                INSERT INTO event_subscriptions (handler_id, handler_name, event_type, service_name, mode, status,
                    position, until_position, drops_seen)
                SELECT \(id), \(name), type, \(service.rawValue), 'replay', 'running', 0, \(until), \(drops)
                FROM unnest(\(names)) AS heard (type)
                WHERE NOT EXISTS (SELECT FROM event_subscriptions WHERE handler_id = \(id))
                ON CONFLICT (handler_id, event_type) DO NOTHING
                """)
            let rows = try await transaction.rows(
                """
                UPDATE event_subscriptions SET until_position = greatest(until_position, \(until)), status = 'running',
                    last_error = NULL, updated_at = now()
                WHERE handler_id = \(id) AND mode = 'replay' AND is_active
                RETURNING event_type, position, drops_seen
                """
            ).decode(String.self, Int64.self, Int64.self)
            guard rows.map(\.0).sorted() == names, let (_, position, seen) = rows.first else {
                throw ReplayFault.nameTaken(name)
            }
            return Place(position: position, dropsSeen: seen)
        }
    }

    /// Moves on inside of the transaction that applies events: `counts` of each type. Whoever else has moved the replay
    /// meanwhile makes this fail, and with it the transaction.
    func move(
        from old: Int64, to new: Int64, counts: [EventType: Int64], in transaction: Transaction
    ) async throws {
        let ordered = counts.sorted { $0.key.rawValue < $1.key.rawValue }
        let (names, numbers) = (ordered.map(\.key.rawValue), ordered.map(\.value))
        let moved = try await transaction.execute(
            """
            UPDATE public.event_subscriptions AS s SET position = \(new),
                handled = handled + coalesce((SELECT number FROM unnest(\(names), \(numbers)) AS n (type, number)
                    WHERE n.type = s.event_type), 0), updated_at = now()
            WHERE handler_id = \(id) AND position = \(old) AND is_active
            """)
        guard moved == types.count else { throw ReplayFault.movedByAnother(name) }
    }

    /// What became of it.
    func end(_ status: SubscriptionRecord.Status, error: String? = nil, in database: Database) async throws {
        _ = try await database.execute(
            """
            UPDATE event_subscriptions SET status = \(status), last_error = \(error), updated_at = now(),
                position = CASE WHEN \(status) = 'done' THEN until_position ELSE position END
            WHERE handler_id = \(id) AND mode = 'replay'
            """, for: .system)
    }

    /// It has served its purpose; its rows stay as the record of it.
    func retire(in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE event_subscriptions SET is_active = false, updated_at = now() WHERE handler_id = \(id)")
    }
}

/// What a replay reads of a store.
struct ReplaySource: Sendable {
    let database: Database

    /// The next events of some types after a position, and the position until which there are no others. A window of
    /// positions bounds what is looked through for them.
    func next(
        after position: Int64, to end: Int64, types: [String], limit: Int
    ) async throws(PostgresError) -> (events: [StoredEvent], position: Int64) {
        let windowEnd = min(end, position + Int64(EventStoreLimits.replayWindow))
        var limit = limit
        while true {
            do throws(PostgresError) {
                let events = try await database.rows(
                    """
                    SELECT \(StoredEvent.columns) FROM event_store
                    WHERE position > \(position) AND position <= \(windowEnd) AND event_type = ANY (\(types))
                    ORDER BY position LIMIT \(Int64(limit))
                    """, for: .system
                ).map(StoredEvent.init)
                guard let last = events.last, events.count == limit else { return (events, windowEnd) }
                return (events, last.position)
            } catch {
                guard case .resultTooLarge = error, limit > 1 else { throw error }
            }
            limit = max(1, limit / 8)
        }
    }

    /// The newest drop there is, 0 without any.
    func newestDrop() async throws(PostgresError) -> Int64 {
        try await DropWatch(database: database, scope: .system).newest()
    }

    /// Whether rows after a position went after the drop with the number `seen`.
    func hasDropped(after seen: Int64, beyond position: Int64) async throws(PostgresError) -> Bool {
        try await database.first(
            """
            SELECT sequence FROM partition_drops
            WHERE sequence > \(seen) AND retention_years IS NOT NULL AND last_position > \(position) LIMIT 1
            """, for: .system) != nil
    }
}
