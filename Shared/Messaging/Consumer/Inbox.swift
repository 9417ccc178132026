import Identifiers
import KafkaClient
import Postgres

/// Which events a consumer has dealt with: the first row of every transaction that handles one.
struct Inbox: Sendable {
    let consumer: String

    /// What a row says of its event.
    enum Outcome: String, Sendable {
        case done
        case dead
    }

    /// Enters an event; false when it is there already. Where somebody else is entering it right now, this waits until
    /// they have committed, or until the deadline.
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
}
