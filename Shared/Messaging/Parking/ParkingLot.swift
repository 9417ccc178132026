import EventLoop
import Identifiers
import JSON
import KafkaClient
import PlatformProtocol
import Postgres

/// The lines of one consumer's parked keys, as statements. Why they are locked as they are stands with the tables
/// (`create_parked_events`).
struct ParkingLot: Sendable {
    let consumer: String

    // MARK: Coming

    /// Parks the event's key, unless it is parked already, and puts the event at the end of its line.
    func park(
        _ record: ConsumedRecord, _ id: UUID128, of organization: OrganizationID, because failure: EventFailure?,
        until next: Timestamp, at now: Timestamp, in transaction: Transaction
    ) throws(PostgresError) {
        try transaction.enqueue(
            """
            INSERT INTO parked_keys (consumer, organization_id, key, next_at, parked_at)
            VALUES (\(consumer), \(organization), \(record.keyName), \(next), \(now))
            ON CONFLICT (consumer, organization_id, key)
                DO UPDATE SET next_at = least(parked_keys.next_at, excluded.next_at)
            """)
        try append(record, id, of: organization, because: failure, in: transaction)
    }

    /// Puts the event at the end of a line that is there.
    func append(
        _ record: ConsumedRecord, _ id: UUID128, of organization: OrganizationID, because failure: EventFailure? = nil,
        in transaction: Transaction
    ) throws(PostgresError) {
        try transaction.enqueue(
            """
            INSERT INTO parked_events (
                consumer, organization_id, key, event_id, topic, partition, "offset", broker_time, record_key, value,
                headers, attempts, first_failure, reason, detail)
            VALUES (
                \(consumer), \(organization), \(record.keyName), \(id), \(record.topic), \(record.partition),
                \(record.offset), \(record.timestampMilliseconds), \(record.key), \(record.value),
                \(StoredHeaders.text(of: record.headers)), \(Int32(clamping: failure?.attempts ?? 0)),
                \(failure?.firstFailure), \(failure?.label), \(failure?.detail))
            """)
    }

    // MARK: Trying again

    /// Takes some of the keys that are due, so that nobody else tries them before `claim` is over. As the system role.
    func claimDue(
        atMost limit: Int, at now: Timestamp, until claim: Timestamp, _ database: Database, by deadline: MonotonicTime
    ) async throws -> [ParkedKey] {
        let rows = try await database.transaction(for: .system, TransactionOptions(deadline: deadline)) { transaction in
            try await transaction.rows(
                """
                UPDATE parked_keys SET next_at = \(claim)
                WHERE (consumer, organization_id, key) IN (
                    SELECT consumer, organization_id, key FROM parked_keys
                    WHERE consumer = \(consumer) AND next_at <= \(now)
                    ORDER BY next_at LIMIT \(Int32(clamping: limit)) FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING organization_id, key
                """)
        }
        return try rows.decode(OrganizationID.self, String.self).map(ParkedKey.init)
    }

    /// The first in the line of a key.
    func head(of key: ParkedKey, in transaction: Transaction) async throws(PostgresError) -> ParkedEvent? {
        let row = try await transaction.first(
            """
            SELECT seq, event_id, topic, partition, "offset", broker_time, record_key, value, headers, attempts,
                first_failure
            FROM parked_events
            WHERE consumer = \(consumer) AND organization_id = \(key.organizationID) AND key = \(key.key)
            ORDER BY seq LIMIT 1
            """)
        guard let row else { return nil }
        let (seq, id, topic, partition, offset, time, recordKey, value, headers, attempts, failure) = try row.decode(
            Int64.self, UUID128.self, String.self, Int32.self, Int64.self, Int64?.self, [UInt8]?.self, [UInt8]?.self,
            JSONText.self, Int32.self, Timestamp?.self)
        let record = ConsumedRecord(
            keptFrom: topic, partition: partition, offset: offset, timestampMilliseconds: time, key: recordKey,
            value: value, headers: StoredHeaders.headers(of: headers) ?? KafkaHeaders())
        return ParkedEvent(seq: seq, id: id, record: record, attempts: Int(attempts), firstFailure: failure)
    }

    /// Takes an event out of its line; false when somebody else has. Nobody else can until the transaction is over.
    func remove(
        _ event: ParkedEvent, of key: ParkedKey, in transaction: Transaction
    ) async throws(PostgresError) -> Bool {
        let removed = try await transaction.execute(
            """
            DELETE FROM parked_events
            WHERE consumer = \(consumer) AND organization_id = \(key.organizationID) AND key = \(key.key)
                AND seq = \(event.seq)
            """)
        return removed == 1
    }

    /// Notes another failed attempt at the head of a line.
    func note(
        _ failure: EventFailure, of event: ParkedEvent, of key: ParkedKey, in transaction: Transaction
    ) throws(PostgresError) {
        try transaction.enqueue(
            """
            UPDATE parked_events SET attempts = \(Int32(clamping: failure.attempts)),
                first_failure = coalesce(first_failure, \(failure.firstFailure)),
                reason = \(failure.label), detail = \(failure.detail)
            WHERE consumer = \(consumer) AND organization_id = \(key.organizationID) AND key = \(key.key)
                AND seq = \(event.seq)
            """)
    }

    /// Has the key be due at another time.
    func postpone(_ key: ParkedKey, until next: Timestamp, in transaction: Transaction) throws(PostgresError) {
        try transaction.enqueue(
            """
            UPDATE parked_keys SET next_at = \(next)
            WHERE consumer = \(consumer) AND organization_id = \(key.organizationID) AND key = \(key.key)
            """)
    }

    // MARK: Going

    /// Frees the key when nothing waits in its line any more. The lock comes first, in a statement of its own: whoever
    /// was putting an event behind has committed when the second statement looks.
    func freeIfEmpty(_ key: ParkedKey, in transaction: Transaction) throws(PostgresError) {
        try transaction.enqueue(
            """
            SELECT FROM parked_keys
            WHERE consumer = \(consumer) AND organization_id = \(key.organizationID) AND key = \(key.key)
            FOR UPDATE
            """)
        try transaction.enqueue(
            """
            DELETE FROM parked_keys k
            WHERE consumer = \(consumer) AND organization_id = \(key.organizationID) AND key = \(key.key)
                AND NOT EXISTS (
                    SELECT FROM parked_events e WHERE e.consumer = k.consumer
                        AND e.organization_id = k.organization_id AND e.key = k.key)
            """)
    }
}
