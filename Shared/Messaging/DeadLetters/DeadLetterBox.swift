import JSON
import KafkaClient
import PlatformProtocol
import Postgres

/// Where one consumer puts its dead letters.
struct DeadLetterBox: Sendable {
    let consumer: String

    /// Whether a letter of this event is in the box.
    func has(_ letter: DeadLetter, in transaction: Transaction) async throws(PostgresError) -> Bool {
        try await transaction.first(
            "SELECT FROM dead_letters WHERE consumer = \(consumer) AND event_id = \(letter.id)") != nil
    }

    /// Puts a letter into the box and into the outbox. One that was sent back and died again is open again.
    func put(
        _ letter: DeadLetter, _ record: ConsumedRecord, of type: EventType?, _ failure: EventFailure,
        in transaction: Transaction
    ) throws(PostgresError) {
        try transaction.enqueue(
            """
            INSERT INTO dead_letters (
                consumer, event_id, organization_id, event_type, key, topic, partition, "offset", broker_time,
                record_key, value, headers, reason, detail, attempts, first_failure, died_at)
            VALUES (
                \(consumer), \(letter.id), \(letter.organizationID), \(type?.rawValue), \(letter.key), \(record.topic),
                \(record.partition), \(record.offset), \(record.timestampMilliseconds), \(record.key), \(record.value),
                \(StoredHeaders.text(of: record.headers)), \(failure.label), \(DeadLetter.cut(failure.detail)),
                \(Int32(clamping: failure.attempts)), \(failure.firstFailure ?? letter.time), \(letter.time))
            ON CONFLICT (consumer, event_id) DO UPDATE SET
                event_type = excluded.event_type, reason = excluded.reason, detail = excluded.detail,
                attempts = excluded.attempts, first_failure = excluded.first_failure, died_at = excluded.died_at,
                state = 'open', decided_at = NULL, decided_by = NULL, decision_reason = NULL
            """)
        try transaction.enqueue(OutboxStatements.insert(letter))
    }
}
