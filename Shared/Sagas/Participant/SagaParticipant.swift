public import Identifiers
public import JSON
public import Postgres

/// The participant's side of a call: an effect happens once for its command, whatever is repeated, overtaken or late.
///
/// The memory of the command commits with the effect, in the participant's own database. So it serves effects that lie
/// in that database; one that lies elsewhere (a payment at a provider) needs a key that the provider itself keeps.
///
/// | what comes | what is known of it | what happens |
/// |---|---|---|
/// | the command | nothing | the effect; its reply is kept |
/// | the command | done | the reply that was kept |
/// | the command | undone, or called off | refused: `SagaRefusal.calledOff` |
/// | its undoing | nothing | nothing, and a fence: called off |
/// | its undoing | done | it is undone |
/// | its undoing | undone, or called off | nothing |
///
/// Two that come at once wait for each other at the row. An effect that throws leaves nothing behind, so a repetition
/// tries again.
public struct SagaParticipant: Sendable {
    /// What an undoing found.
    public enum Undoing: Sendable, Equatable {
        /// It was done and is not any more.
        case undone
        /// It had never been done; from now on it is refused.
        case neverDone
        /// The undoing was a repetition.
        case already
    }

    private let clock: any WallClock
    private let store = FenceStore()

    /// With the clock that its rows are dated by.
    public init(clock: any WallClock) {
        self.clock = clock
    }

    /// Has `effect` happen once. It must be the whole of what the command does, and be done with the transaction given.
    public func perform<Reply: JSONCodable>(
        _ command: SagaCommand, in transaction: Transaction, _ effect: (Transaction) async throws -> Reply
    ) async throws -> Reply {
        if try await store.enter(command, .done, at: clock.now, in: transaction) {
            let reply = try await effect(transaction)
            try store.keep(reply, of: command, in: transaction)
            return reply
        }
        let (status, reply) = try await known(command, in: transaction)
        guard status == .done else { throw SagaRefusal.calledOff }
        return try Self.read(reply)
    }

    /// Has `undo` undo the effect that gave its reply, if there was one, and sees to it that none comes later.
    @discardableResult
    public func undo<Reply: JSONCodable>(
        _ command: SagaCommand, in transaction: Transaction, _ undo: (Reply, Transaction) async throws -> Void
    ) async throws -> Undoing {
        if try await store.enter(command, .calledOff, at: clock.now, in: transaction) { return .neverDone }
        let (status, reply) = try await known(command, in: transaction)
        guard status == .done else { return .already }
        try await undo(try Self.read(reply), transaction)
        try store.undone(command, at: clock.now, in: transaction)
        return .undone
    }

    private func known(
        _ command: SagaCommand, in transaction: Transaction
    ) async throws -> (FenceStore.Status, [UInt8]?) {
        // What is there and cannot be seen is another organisation's.
        guard let known = try await store.find(command, in: transaction) else { throw SagaError.foreignCommand }
        return (known.status, known.reply)
    }

    private static func read<Reply: JSONCodable>(_ bytes: [UInt8]?) throws(SagaError) -> Reply {
        guard let bytes else { throw .unreadableReply }
        do throws(JSONFaults) {
            return try Reply(json: bytes)
        } catch {
            throw .unreadableReply
        }
    }
}
