import Identifiers
import JSON
import Postgres

/// A participant's memory of commands.
struct FenceStore: Sendable {
    enum Status: String, CaseIterable, Sendable {
        case done, undone
        case calledOff = "called_off"
    }

    /// Enters a command that is not there; false when it is. Where somebody is entering it right now, this waits.
    func enter(
        _ command: SagaCommand, _ status: Status, at now: Timestamp, in transaction: Transaction
    ) async throws(PostgresError) -> Bool {
        try await transaction.execute(
            """
            INSERT INTO saga_fence (command_id, organization_id, saga_id, step, status, at)
            VALUES (\(command.forwardID), \(command.organizationID), \(command.sagaID), \(command.step), \(status),
                \(now))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    /// Locks what is known of a command.
    func find(
        _ command: SagaCommand, in transaction: Transaction
    ) async throws(PostgresError) -> (status: Status, reply: [UInt8]?)? {
        guard
            let row = try await transaction.first(
                "SELECT status, reply FROM saga_fence WHERE command_id = \(command.forwardID) FOR UPDATE")
        else { return nil }
        let (status, reply) = try row.decode(Status.self, JSONText?.self)
        return (status, reply?.bytes)
    }

    /// With the transaction's next flush.
    func keep(_ reply: some JSONCodable, of command: SagaCommand, in transaction: Transaction) throws(PostgresError) {
        try transaction.enqueue(
            """
            UPDATE saga_fence SET reply = \(JSONText(reply.jsonBytes())) WHERE command_id = \(command.forwardID)
            """)
    }

    /// With the transaction's next flush.
    func undone(_ command: SagaCommand, at now: Timestamp, in transaction: Transaction) throws(PostgresError) {
        try transaction.enqueue(
            "UPDATE saga_fence SET status = \(Status.undone), at = \(now) WHERE command_id = \(command.forwardID)")
    }
}

extension FenceStore.Status: PostgresEncodable, PostgresDecodable {}
