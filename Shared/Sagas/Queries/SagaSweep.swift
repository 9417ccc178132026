public import Postgres

/// Deletes what is old enough: sagas that ended long ago, with all that hangs on them, and participants' memories of
/// commands that nobody can repeat any more. How old that is the tables' policies say. For a periodic job.
public enum SagaSweep {
    /// One bounded run, as the system role; whoever calls it comes again. Returns how many rows went.
    @discardableResult
    public static func run(in system: Database) async throws -> Int {
        let limit = Int32(SagaLimits.sweptMax)
        let sagas = try await system.execute(
            """
            DELETE FROM saga WHERE id IN (
                SELECT id FROM saga WHERE ended_at < now() - interval '400 days' ORDER BY ended_at LIMIT \(limit))
            """, for: .system)
        let fences = try await system.execute(
            """
            DELETE FROM saga_fence WHERE command_id IN (
                SELECT command_id FROM saga_fence WHERE at < now() - interval '90 days' ORDER BY at LIMIT \(limit))
            """, for: .system)
        return sagas + fences
    }
}
