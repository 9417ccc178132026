/// EventStore: every event that a service told, for as long as its class is kept.
///
/// Purpose: the rows are written by the outbox, beside the change they tell. Here they are read (by aggregate, by type
/// and time, as a story, as a state), kept in partitions and let go (`Retention/`), bound into a chain that shows what
/// was done to them behind the service's back (`Chain/`), and told once more to a handler under another name that can
/// do nothing but fill tables of its own (`Replay/`).
///
/// Model. `retention_years` and the month of the version 7 id divide the rows. `id` orders them in time, `version`
/// orders those of one aggregate, `position` numbers them all. None of the three is a cursor for what is still being
/// written; whoever must miss nothing reads up to a position that has settled (`SettledPosition`). Readers are held to
/// row-level security: the application sees its organisation's events, the system role all of them.
///
/// Failure. A row that this release cannot read is a `StoredEvent` nevertheless; only its `envelope()` fails. A partition
/// that is dropped while somebody reads page by page makes the next page an error and never a gap. What costs much is
/// bounded (`EventStoreLimits`), and what is beyond a bound is said to be.
///
/// Deliberately not done: appending (the outbox's), updating or deleting an event (nobody may), search in payloads,
/// stories over several services (`CausalityTree` takes the events of several stores).

public import Identifiers
public import PlatformProtocol
public import Postgres

/// The events of one store, as one scope may see them. Used on the loop of its database.
public struct StoredEvents: Sendable {
    let database: Database
    let scope: Scope

    /// - Parameters:
    ///   - database: As the application for an organisation's events, as the system role for everybody's.
    ///   - scope: Whose events. With the system role, an organisation narrows what is read.
    public init(_ database: Database, for scope: Scope) {
        (self.database, self.scope) = (database, scope)
    }

    var drops: DropWatch { DropWatch(database: database, scope: scope) }

    /// One event. Nil when there is none, or when it is not to be seen.
    public func event(_ id: EventID) async throws -> StoredEvent? {
        try await database.first(
            "SELECT \(StoredEvent.columns) FROM event_store WHERE id = \(id)\(ofOrganization)", for: scope
        ).map(StoredEvent.init)
    }

    /// The events of one aggregate in the order of its versions.
    ///
    /// - Parameters:
    ///   - type: What it is.
    ///   - id: Which one.
    ///   - cursor: Where the last page ended; nil begins with its first event.
    ///   - limit: How many at most, up to `EventStoreLimits.pageMax`.
    /// - Returns: a page, and where to go on.
    /// - Throws: `EventStoreFault.droppedWhileReading`, `PostgresError`.
    public func events(
        of type: AggregateType, _ id: UUID128, after cursor: EventCursor? = nil, limit: Int = EventStoreLimits.pageMax
    ) async throws -> EventPage {
        let years = type.retentionYears
        let drops = try await begin(cursor)
        let page = try await page(drops: drops, limit) { rows in
            """
            SELECT \(StoredEvent.columns) FROM event_store
            WHERE \(isKept(for: years)) AND aggregate_id = \(id) AND aggregate_type = \(type.rawValue)
                AND version > \(Int32(clamping: cursor?.version ?? 0))\(ofOrganization)
            ORDER BY version LIMIT \(rows)
            """
        }
        if cursor != nil { try await self.drops.check(after: drops, in: years, beyond: .belowAll) }
        return page
    }

    /// Events of some types in the order of their ids, which is that of time for as long as clocks agree.
    ///
    /// An organisation's are found by type, so that a page costs about as many rows as types times its size, however many
    /// others there are. Without an organisation, the server reads along the time and passes over other types: give it
    /// a period.
    ///
    /// - Parameters:
    ///   - types: What happened. All types of a service are its events by time.
    ///   - period: When, by the events' ids; nil is always.
    ///   - cursor: Where the last page ended.
    ///   - limit: How many at most, up to `EventStoreLimits.pageMax`.
    /// - Returns: a page, and where to go on.
    /// - Throws: `EventStoreFault.droppedWhileReading`, `PostgresError`.
    public func events(
        ofTypes types: [EventType], within period: Range<Timestamp>? = nil, after cursor: EventCursor? = nil,
        limit: Int = EventStoreLimits.pageMax
    ) async throws -> EventPage {
        let years = Set(types.compactMap { $0.topic.retention.years })
        let start = period.map { UUID128(firstAt: $0.lowerBound) } ?? .belowAll
        let after = max(start, cursor?.id ?? .belowAll)
        let end = period.map { UUID128(firstAt: $0.upperBound) } ?? .beyondAll
        let drops = try await begin(cursor)
        let page = try await page(drops: drops, limit) { rows in
            search(types.map(\.rawValue), years, after, end, rows)
        }
        if cursor != nil { try await self.drops.check(after: drops, in: years, beyond: after) }
        return page
    }

    private func search(
        _ types: [String], _ years: Set<Int>, _ after: UUID128, _ end: UUID128, _ rows: Int64
    ) -> SQL {
        guard case .organization(let organization) = scope else {
            return """
                SELECT \(StoredEvent.columns) FROM event_store
                WHERE event_type = ANY (\(types)) AND id > \(after) AND id < \(end) AND \(isKept(for: years))
                ORDER BY id LIMIT \(rows)
                """
        }
        return """
            SELECT \(StoredEvent.columns) FROM unnest(\(types)) AS wanted (type) CROSS JOIN LATERAL (
                SELECT \(StoredEvent.columns) FROM event_store
                WHERE organization_id = \(organization) AND event_type = wanted.type AND id > \(after) AND id < \(end)
                    AND \(isKept(for: years))
                ORDER BY id LIMIT \(rows)) AS found
            ORDER BY id LIMIT \(rows)
            """
    }
}

extension StoredEvents {
    /// Row-level security sees to it for the application; the system role is narrowed by it.
    var ofOrganization: SQL {
        guard case .organization(let organization) = scope else { return "" }
        return " AND organization_id = \(organization)"
    }

    func begin(_ cursor: EventCursor?) async throws(PostgresError) -> Int64 {
        if let cursor { return cursor.drops }
        return try await drops.newest()
    }

    /// One page. Events may be so large that few of them fit into a result; then the page is shorter.
    private func page(drops: Int64, _ limit: Int, _ statement: (Int64) -> SQL) async throws -> EventPage {
        var limit = min(max(1, limit), EventStoreLimits.pageMax)
        while true {
            do throws(PostgresError) {
                var events = try await database.rows(statement(Int64(limit) + 1), for: scope).map(StoredEvent.init)
                guard events.count > limit else { return EventPage(events: events, next: nil) }
                events.removeLast(events.count - limit)
                return EventPage(
                    events: events,
                    next: events.last.map {
                        EventCursor(id: $0.id.uuid, version: $0.aggregateVersion, drops: drops)
                    })
            } catch {
                guard case .resultTooLarge = error, limit > 1 else { throw error }
            }
            limit = max(1, limit / 8)
        }
    }
}
