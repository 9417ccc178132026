import EventLoop
import Identifiers
import JSON
import KafkaClient
import Postgres

/// One row as the relay reads it.
struct OutboxRow: Sendable {
    let id: Int64
    let topic: String
    let key: String
    let payload: [UInt8]?
    let headers: JSONText
    let eventID: UUID128
    let createdAt: Timestamp

    var name: RelayMachine.RowName { RelayMachine.RowName(id: id, key: key, bytes: payload?.count ?? 0) }

    /// The record to send; nil for headers that nobody of ours wrote.
    var record: ProducerRecord? {
        StoredHeaders.headers(of: headers).map {
            ProducerRecord(topic: topic, key: Array(key.utf8), value: payload, headers: $0)
        }
    }
}

/// The relay's connection, which is its lock: while it lives, no other relay of the database has it, and everything that
/// needs the lock is said over it.
struct RelaySession {
    private let connection: DedicatedConnection
    private let loop: Loop
    private let settings: RelaySettings

    /// Names the lock among those of the database: "RISHIBOX".
    private static let lock: Int64 = 0x5249_5348_4942_4F58

    static func open(
        _ database: DatabaseSettings, on loop: Loop, blocking: BlockingThread, _ settings: RelaySettings,
        onLoss: @escaping @Sendable () -> Void
    ) async throws(PostgresError) -> RelaySession {
        let connection = try await DedicatedConnection.open(database, on: loop, blocking: blocking)
        connection.onLoss = onLoss
        let session = RelaySession(connection: connection, loop: loop, settings: settings)
        do throws(PostgresError) {
            // A deletion that a crash undoes is an event sent twice, which consumers take once.
            try await connection.execute("SET synchronous_commit TO off", by: session.deadline)
        } catch {
            await connection.close()
            throw error
        }
        return session
    }

    private init(connection: DedicatedConnection, loop: Loop, settings: RelaySettings) {
        self.connection = connection
        self.loop = loop
        self.settings = settings
    }

    var isOpen: Bool { connection.isOpen }
    var serverProcess: Int32 { connection.serverProcess }

    private var deadline: MonotonicTime { .now + settings.statementMax }

    func tryLock() async throws(PostgresError) -> Bool {
        try await connection.one("SELECT pg_try_advisory_lock(\(Self.lock))", by: deadline).decode(Bool.self)
    }

    /// The oldest rows, in the order of their numbers, as many as fit the batch's bytes and one at least.
    func read(limit: Int, without keys: [String]) async throws(PostgresError) -> [OutboxRow] {
        try await rows(
            """
            SELECT id, topic, key, payload, headers, event_id, created_at
            FROM (
                SELECT *, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS bytes_before
                FROM (
                    SELECT id, topic, key, payload, headers, event_id, created_at
                    FROM outbox WHERE key <> ALL(\(keys)) ORDER BY id LIMIT \(Int64(limit))
                ) AS oldest
            ) AS measured
            WHERE coalesce(bytes_before, 0) < \(Int64(MessagingLimits.relayBatchBytes)) ORDER BY id
            """)
    }

    /// The oldest row of a key.
    func probe(_ key: String) async throws(PostgresError) -> [OutboxRow] {
        try await rows(
            """
            SELECT id, topic, key, payload, headers, event_id, created_at
            FROM outbox WHERE key = \(key) ORDER BY id LIMIT 1
            """)
    }

    private func rows(_ statement: SQL) async throws(PostgresError) -> [OutboxRow] {
        try await connection.rows(statement, by: deadline).map { row throws(PostgresError) in
            let (id, topic, key, payload, headers, eventID, createdAt) = try row.decode(
                Int64.self, String.self, String.self, [UInt8]?.self, JSONText.self, UUID128.self, Timestamp.self)
            return OutboxRow(
                id: id, topic: topic, key: key, payload: payload, headers: headers, eventID: eventID,
                createdAt: createdAt)
        }
    }

    func delete(_ ids: [Int64]) async throws(PostgresError) {
        try await connection.execute("DELETE FROM outbox WHERE id = ANY(\(ids))", by: deadline)
    }

    /// Notes that the broker refused a row, for whoever looks.
    func note(_ refusal: RelayMachine.Refusal) async throws(PostgresError) {
        try await connection.execute(
            "UPDATE outbox SET attempts = attempts + 1, last_error = \(refusal.label) WHERE id = \(refusal.id)",
            by: deadline)
    }

    /// How many rows there are, counted no further than to `limit`, and when the oldest was written.
    func measure(upTo limit: Int) async throws(PostgresError) -> (rows: Int, oldest: Timestamp?) {
        let row = try await connection.one(
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT \(Int64(limit))) AS counted),
                (SELECT created_at FROM outbox ORDER BY id LIMIT 1)
            """, by: deadline)
        let (rows, oldest) = try row.decode(Int64.self, Timestamp?.self)
        return (Int(rows), oldest)
    }

    func close() async {
        connection.onLoss = nil
        await connection.close()
    }
}
