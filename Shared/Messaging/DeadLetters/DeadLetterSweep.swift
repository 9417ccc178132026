public import EventLoop
public import Identifiers
public import Postgres

/// Deletes letters that were decided about long ago. What is open stays for ever.
public enum DeadLetterSweep {
    /// As long as the topics keep the letters themselves.
    public static let kept: Duration = .seconds(90 * 86_400)

    /// One sweep, as the system role; how many are gone.
    @discardableResult
    public static func run(
        _ database: Database, at now: Timestamp, by deadline: MonotonicTime
    ) async throws(PostgresError) -> Int {
        try await database.execute(
            "DELETE FROM dead_letters WHERE state <> 'open' AND decided_at < \(now.advanced(by: .zero - kept))",
            for: .system, by: deadline)
    }
}
