import Identifiers
import KafkaClient
import Postgres

/// Which events a consumer has dealt with: the first row of every transaction that handles one.
struct Inbox: Sendable {
    let consumer: String

    /// What a row says of its event.
    enum Outcome: String, Sendable {
        case done
        /// It waits for another attempt, or behind an event of its key that does.
        case parked
        case dead
    }

    /// Enters an event that is to be handled now; what it says is `parked` when the event's key is, and then it must be
    /// put behind. Nil when the event is there already. Where somebody else is entering it right now, or is freeing its
    /// key, this waits until they have committed, or until the deadline.
    func enter(
        _ id: UUID128, of organization: OrganizationID, _ record: ConsumedRecord, at now: Timestamp,
        in transaction: Transaction
    ) async throws(PostgresError) -> Outcome? {
        let row = try await transaction.first(
            """
            INSERT INTO inbox (consumer, event_id, organization_id, topic, partition, "offset", outcome, handled_at)
            VALUES (\(consumer), \(id), \(organization), \(record.topic), \(record.partition), \(record.offset),
                CASE WHEN EXISTS (
                    SELECT FROM parked_keys
                    WHERE consumer = \(consumer) AND organization_id = \(organization) AND key = \(record.keyName)
                    FOR KEY SHARE) THEN 'parked' ELSE 'done' END, \(now))
            ON CONFLICT DO NOTHING RETURNING outcome
            """)
        guard let row else { return nil }
        return Outcome(rawValue: try row.decode(String.self))
    }

    /// Enters an event with this outcome, whatever its key is; false when it is there already.
    func enter(
        _ id: UUID128, _ outcome: Outcome, of organization: OrganizationID, _ record: ConsumedRecord, at now: Timestamp,
        in transaction: Transaction
    ) async throws(PostgresError) -> Bool {
        let entered = try await transaction.execute(
            """
            INSERT INTO inbox (consumer, event_id, organization_id, topic, partition, "offset", outcome, handled_at)
            VALUES (\(consumer), \(id), \(organization), \(record.topic), \(record.partition), \(record.offset),
                \(outcome.rawValue), \(now))
            ON CONFLICT DO NOTHING
            """)
        return entered == 1
    }

    /// Whether the event is older than what the inbox still knows: whether it took effect once, nobody can tell.
    static func hasForgotten(_ error: any Error) -> Bool {
        guard case .checkViolation("inbox_no_longer_knows", _)? = error as? PostgresError else { return false }
        return true
    }

    /// Notes what became of an event that was parked.
    func note(_ outcome: Outcome, of id: UUID128, at now: Timestamp, in transaction: Transaction) throws(PostgresError)
    {
        try transaction.enqueue(
            """
            UPDATE inbox SET outcome = \(outcome.rawValue), handled_at = \(now)
            WHERE consumer = \(consumer) AND event_id = \(id)
            """)
    }
}
