/// What a supervisor asks a run's database, through psql and as the superuser.
enum RunQueries {
    static let outboxRows = "SELECT count(*) FROM outbox"
    static let payloadBytes = "SELECT coalesce(round(avg(octet_length(payload))), 0) FROM outbox"
    /// Committed events that have no row in the inbox.
    static let unhandled =
        "SELECT count(*) FROM event_store s WHERE NOT EXISTS (SELECT FROM inbox WHERE event_id = s.id)"
    static let stored = "SELECT id, aggregate_id, version FROM event_store"
    static let effects = "SELECT event_id, aggregate_id, version FROM bench_effects ORDER BY number"
    static let handled = "SELECT event_id FROM inbox"
}
