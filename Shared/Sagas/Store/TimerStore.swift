import EventLoop
import Identifiers
import Postgres

/// Whose turn it is: the claims of sagas, which are moments in their timers.
struct TimerStore: Sendable {
    /// One saga that was claimed.
    struct Claim: Sendable, Equatable {
        let sagaID: UUID128
        let organizationID: OrganizationID
        let dueAt: Timestamp
    }

    /// Claims what is due of the definitions that are wired here, the longest due first. What others are claiming right
    /// now is skipped. As the system role.
    func claim(
        _ limit: Int, of kinds: [WiredSaga.Key], as claimant: UUID128, lease: Duration, at now: Timestamp,
        in system: Database
    ) async throws(PostgresError) -> [Claim] {
        var batch = Batch(for: .system)
        let types = kinds.map(\.type)
        let versions = kinds.map { Int16(clamping: $0.version) }
        let claims = batch.rows(
            """
            WITH due AS (
                SELECT t.saga_id, t.fire_at FROM saga_timer t JOIN saga s ON s.id = t.saga_id
                WHERE t.fire_at <= \(now)
                    AND (s.type, s.definition) IN (SELECT * FROM unnest(\(types), \(versions)))
                ORDER BY t.fire_at LIMIT \(Int32(clamping: limit)) FOR UPDATE OF t SKIP LOCKED
            )
            UPDATE saga_timer SET fire_at = \(now.advanced(by: lease)), kind = 'lease', claimed_by = \(claimant)
            FROM due WHERE saga_timer.saga_id = due.saga_id
            RETURNING saga_timer.saga_id, organization_id, due.fire_at
            """
        ) { row throws(PostgresError) in
            let (saga, organization, due) = try row.decode(UUID128.self, OrganizationID.self, Timestamp.self)
            return Claim(sagaID: saga, organizationID: organization, dueAt: due)
        }
        let results = try await system.run(batch)
        return try Self.read(claims, of: results)
    }

    /// Claims one saga that is due, or that was begun to be driven here. False when somebody else drives it.
    func claim(
        _ saga: UUID128, as claimant: UUID128, lease: Duration, at now: Timestamp, in database: Database,
        for scope: Scope
    ) async throws(PostgresError) -> Bool {
        try await database.execute(
            """
            UPDATE saga_timer SET fire_at = \(now.advanced(by: lease)), kind = 'lease', claimed_by = \(claimant)
            WHERE saga_id = \(saga) AND (fire_at <= \(now) OR kind = 'run' AND claimed_by IS NULL)
            """, for: scope) == 1
    }

    /// Leaves a saga to whoever comes next, unless it is not the claimant's any more.
    func release(
        _ saga: UUID128, from claimant: UUID128, at moment: Timestamp, in database: Database, for scope: Scope
    ) async throws(PostgresError) {
        try await database.execute(
            """
            UPDATE saga_timer SET fire_at = \(moment), kind = 'run', claimed_by = NULL
            WHERE saga_id = \(saga) AND claimed_by = \(claimant) AND fire_at IS NOT NULL
            """, for: scope)
    }

    /// When the next one falls due after now. What is due already is claimed, or not for us.
    func next(after now: Timestamp, in system: Database) async throws(PostgresError) -> Timestamp? {
        try await system.one("SELECT min(fire_at) FROM saga_timer WHERE fire_at > \(now)", for: .system)
            .decode(Timestamp?.self)
    }

    private static func read(_ claims: Batch.Handle<[Claim]>, of results: BatchResults) throws(PostgresError) -> [Claim]
    {
        do {
            return try results[claims]
        } catch let error as PostgresError {
            throw error
        } catch {
            throw .rowCount(found: 0, statement: "saga_timer")
        }
    }
}
