public import EventLoop
public import Identifiers
public import Postgres

/// How far somebody wants to see a saga.
public enum SagaGoal: Sendable, Equatable {
    /// The step with this name is done.
    case done(String)
    /// Nothing happens to it any more by itself.
    case settled
}

extension SagaEngine {
    /// Drives a saga here and now until the goal is reached or can no longer be, and leaves the rest to the runners: for
    /// a request that answers with what a saga has come to. Where somebody else drives it, this watches.
    ///
    /// A call that is under way when time is over is waited for.
    ///
    /// - Returns: the saga as it is then: past the step, or turned back, with the reason.
    /// - Throws: `SagaError.notThereYet` when time is over; the saga goes on by itself.
    public func follow(
        _ saga: UUID128, until goal: SagaGoal, in database: Database, for scope: Scope, by deadline: MonotonicTime
    ) async throws -> SagaRecord {
        let claimant = newID()
        while true {
            let now = clock.now
            if try await timers.claim(
                saga, as: claimant, lease: settings.lease, at: now, in: database, for: scope)
            {
                let drive = SagaDrive(
                    engine: self, id: saga, claimant: claimant, database: database, scope: scope,
                    isStopping: { MonotonicTime.now >= deadline }, isReached: { isReached(goal, by: $0) })
                do {
                    _ = try await drive.run()
                } catch {
                    // Where the database refuses even this, the lease lapses.
                    try? await timers.release(
                        saga, from: claimant, at: clock.now, in: database, for: scope)
                    throw error
                }
            }
            guard let found = try await store.load(saga, in: database, for: scope)?.record else {
                throw SagaError.notFound
            }
            if isReached(goal, by: found) { return found }
            guard MonotonicTime.now < deadline else { throw SagaError.notThereYet }
            try await database.loop.sleep(for: SagaLimits.followInterval)
        }
    }

    private func isReached(_ goal: SagaGoal, by record: SagaRecord) -> Bool {
        guard record.phase == .forward else {
            if case .done = goal { return true }
            return !record.phase.isRunning
        }
        guard case .done(let step) = goal else { return false }
        let key = WiredSaga.Key(type: record.type, version: record.definition)
        guard let plan = wired[key]?.plan, let wanted = plan.index(of: step), let current = plan.index(of: record.step)
        else { return false }
        return current > wanted
    }
}
