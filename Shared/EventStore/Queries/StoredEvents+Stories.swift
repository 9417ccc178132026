public import Identifiers
import Postgres

extension StoredEvents {
    /// All events of one story in the order of their numbers.
    ///
    /// - Throws: `EventStoreFault.storyTooLong` for one with more events than `EventStoreLimits.storyMax`.
    public func story(_ correlation: UUID128) async throws -> [StoredEvent] {
        let rows = try await database.rows(
            """
            SELECT \(StoredEvent.columns) FROM event_store WHERE correlation_id = \(correlation)\(ofOrganization)
            ORDER BY position LIMIT \(Int64(EventStoreLimits.storyMax) + 1)
            """, for: scope)
        guard rows.count <= EventStoreLimits.storyMax else { throw EventStoreFault.storyTooLong }
        return try rows.map(StoredEvent.init)
    }

    /// What led to what in one story, as far as this service told it.
    public func causality(of correlation: UUID128) async throws -> CausalityTree {
        CausalityTree(try await story(correlation))
    }
}
