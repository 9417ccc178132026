public import PlatformProtocol
public import Postgres

/// What holds a copy of other services' aggregates. Events carry the state after them, so a copy takes an event when it
/// is newer than what it holds and leaves it alone otherwise: right under repetition, reordering and replay, and without
/// waiting for versions that are told elsewhere.
public enum Projection {
    /// Whether an event of `version` is to be applied over what is held; nil is nothing.
    public static func applies(_ version: Int, over held: Int?) -> Bool {
        guard let held else { return true }
        return version > held
    }
}

extension Transaction {
    /// Runs `apply` when the event is newer than the copy. `held` selects the version of the copy and locks its row:
    /// `SELECT version FROM … WHERE id = … FOR UPDATE`. Where two create the same copy at once, the one that comes
    /// second breaks the table's key, is rolled back, and finds the copy at its next attempt.
    ///
    /// - Returns: whether it was applied.
    @discardableResult
    public func applyIfNewer(
        _ envelope: Envelope, than held: SQL, _ apply: () async throws -> Void
    ) async throws -> Bool {
        let version = try await first(held)?.decode(Int32.self)
        guard Projection.applies(envelope.aggregateVersion, over: version.map(Int.init)) else { return false }
        try await apply()
        return true
    }
}
