public import EventLoop
public import Identifiers
public import Postgres

/// One parked key as operators see it, with what is known of the first event in its line.
public struct ParkedLine: Sendable, Equatable {
    public let consumer: String
    public let organizationID: OrganizationID
    public let key: String
    public let parkedAt: Timestamp
    /// When its head is tried next, or, while somebody tries it, when that is given up.
    public let nextAt: Timestamp
    /// Events in the line.
    public let events: Int
    public let headID: UUID128?
    public let headTopic: String?
    public let attempts: Int
    public let reason: String?
    public let detail: String?
}

/// Where operators look through what a service has parked: as its system role, over all organisations.
public struct ParkingDesk: Sendable {
    private let database: Database
    private let clock: any WallClock

    /// - Parameters:
    ///   - database: the service's, as its system role.
    ///   - clock: the time of day.
    public init(_ database: Database, clock: any WallClock) {
        (self.database, self.clock) = (database, clock)
    }

    /// What has been parked for longest comes first.
    public func list(atMost limit: Int = 50, by deadline: MonotonicTime) async throws -> [ParkedLine] {
        let rows = try await database.rows(
            """
            SELECT k.consumer, k.organization_id, k.key, k.parked_at, k.next_at,
                (SELECT count(*) FROM parked_events e WHERE (e.consumer, e.organization_id, e.key)
                    = (k.consumer, k.organization_id, k.key)),
                h.event_id, h.topic, h.attempts, h.reason, h.detail
            FROM parked_keys k LEFT JOIN LATERAL (
                SELECT event_id, topic, attempts, reason, detail FROM parked_events e
                WHERE (e.consumer, e.organization_id, e.key) = (k.consumer, k.organization_id, k.key)
                ORDER BY seq LIMIT 1) h ON true
            ORDER BY k.parked_at, k.key LIMIT \(Int32(clamping: limit))
            """, for: .system, by: deadline)
        return try rows.map { row throws(PostgresError) in
            let (consumer, organization, key, parkedAt, nextAt, events, id, topic, attempts, reason, detail) =
                try row.decode(
                    String.self, OrganizationID.self, String.self, Timestamp.self, Timestamp.self, Int64.self,
                    UUID128?.self, String?.self, Int32?.self, String?.self, String?.self)
            return ParkedLine(
                consumer: consumer, organizationID: organization, key: key, parkedAt: parkedAt, nextAt: nextAt,
                events: Int(events), headID: id, headTopic: topic, attempts: Int(attempts ?? 0), reason: reason,
                detail: detail)
        }
    }

    /// Has the key be tried at once; false when it is not parked.
    public func tryNow(
        _ key: String, of consumer: String, _ organization: OrganizationID, by deadline: MonotonicTime
    ) async throws -> Bool {
        let found = try await database.execute(
            """
            UPDATE parked_keys SET next_at = least(next_at, \(clock.now))
            WHERE consumer = \(consumer) AND organization_id = \(organization) AND key = \(key)
            """, for: .system, by: deadline)
        return found > 0
    }
}
