public import EventLoop
import Identifiers

extension Database {
    /// Runs the statements of a batch: they are written in one flush, and all of them are committed, or none is.
    ///
    /// A batch that the server ended for a serialization failure or a deadlock is run again as it is, up to
    /// `attemptsMax` times in all. Once it has been sent, cancelling the task does not end the wait for its answer,
    /// which would leave open what became of it; the deadline does, with `outcomeUnknown`.
    public func run(_ batch: Batch, by deadline: MonotonicTime? = nil) async throws(PostgresError) -> BatchResults {
        shared.value.batches += 1
        guard batch.count > 0 else { return BatchResults(statements: [], outcomes: []) }
        let end = deadline ?? usualDeadline
        var attempt = 1
        while true {
            do throws(PostgresError) {
                let outcomes = try await repeatingStalePlans { () throws(PostgresError) in
                    try await answer(.batch, batch.statements, for: batch.scope, by: deadline)
                }
                for action in batch.afterCommitActions { action() }
                return BatchResults(statements: batch.statements, outcomes: outcomes)
            } catch {
                if case .outcomeUnknown = error { for action in batch.afterCommitActions { action() } }
                guard error.isRetriable else { throw error }
                try await pauseBeforeRetry(after: error, &attempt, until: end)
            }
        }
    }

    /// Runs one statement that writes, as a batch of its own, and tells how many rows it wrote.
    @discardableResult
    public func execute(
        _ statement: SQL, for scope: Scope, by deadline: MonotonicTime? = nil
    ) async throws(PostgresError) -> Int {
        var batch = Batch(for: scope)
        batch.execute(statement)
        return try await run(batch, by: deadline).outcomes.first?.affected ?? 0
    }

    /// Waits a little, at random, before a unit is run again; throws the error when there are no attempts or no time
    /// left.
    func pauseBeforeRetry(
        after error: PostgresError, _ attempt: inout Int, until end: MonotonicTime
    ) async throws(PostgresError) {
        let bound = min(limits.retryDelayMax, limits.retryDelayMin * (1 << min(attempt - 1, 16)))
        let pause = Duration.microseconds(Int64(random.next(upperBound: UInt64(bound.milliseconds) * 1_000 + 1)))
        guard attempt < limits.attemptsMax, loop.now + pause < end else { throw error }
        attempt += 1
        shared.value.retries += 1
        do {
            try await loop.sleep(for: pause)
        } catch {
            throw .cancelled
        }
    }
}
