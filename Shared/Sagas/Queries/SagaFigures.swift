import Identifiers
import Postgres

/// Figures over all open sagas of a database.
struct SagaFigures: Sendable, Equatable {
    struct Group: Sendable, Equatable {
        let type: String
        let phase: SagaPhase
        let count: Int
        let oldest: Timestamp
    }

    let groups: [Group]
    /// The moment from which on something has been due, whoever should have come for it.
    let longestDue: Timestamp?

    /// As the system role.
    static func read(at now: Timestamp, in system: Database) async throws -> SagaFigures {
        let groups = try await system.rows(
            """
            SELECT type, state, count(*), min(started_at) FROM saga WHERE ended_at IS NULL GROUP BY type, state
            """, for: .system
        ).map { row in
            let (type, phase, count, oldest) = try row.decode(
                String.self, SagaPhase.self, Int64.self, Timestamp.self)
            return Group(type: type, phase: phase, count: Int(count), oldest: oldest)
        }
        let due = try await system.one(
            "SELECT min(fire_at) FROM saga_timer WHERE fire_at <= \(now)", for: .system
        ).decode(Timestamp?.self)
        return SagaFigures(groups: groups, longestDue: due)
    }
}
