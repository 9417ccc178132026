public import EventLoop
public import Identifiers
public import Postgres

/// How an outbox stands, as operators see it.
public struct OutboxStanding: Sendable, Equatable {
    /// What waits for one topic.
    public struct Line: Sendable, Equatable {
        public let topic: String
        public let rows: Int
        public let oldest: Timestamp
        /// Keys that are held back because the broker refuses their oldest row, and why the last of them was.
        public let refusedKeys: Int
        public let lastError: String?
    }

    public let lines: [Line]

    public var rows: Int { lines.reduce(0) { $0 + $1.rows } }
    public var oldest: Timestamp? { lines.map(\.oldest).min() }
    public var refusedKeys: Int { lines.reduce(0) { $0 + $1.refusedKeys } }
}

/// Where operators look into a service's outbox: as its system role, over all organisations.
public struct OutboxDesk: Sendable {
    private let database: Database

    /// - Parameter database: the service's, as its system role.
    public init(_ database: Database) {
        self.database = database
    }

    /// What waits, by topic; the topic with the oldest row comes first. It reads the whole table, which is small unless
    /// the broker has been away for long.
    public func standing(by deadline: MonotonicTime) async throws -> OutboxStanding {
        let rows = try await database.rows(
            """
            SELECT topic, count(*), min(created_at), count(DISTINCT key) FILTER (WHERE attempts > 0),
                (array_agg(last_error ORDER BY id DESC) FILTER (WHERE last_error IS NOT NULL))[1]
            FROM outbox GROUP BY topic ORDER BY 3, 1
            """, for: .system, by: deadline)
        return OutboxStanding(
            lines: try rows.map { row throws(PostgresError) in
                let (topic, count, oldest, refused, error) = try row.decode(
                    String.self, Int64.self, Timestamp.self, Int64.self, String?.self)
                return OutboxStanding.Line(
                    topic: topic, rows: Int(count), oldest: oldest, refusedKeys: Int(refused), lastError: error)
            })
    }
}
