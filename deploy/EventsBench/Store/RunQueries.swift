/// What a supervisor asks a run's database, through psql and as the superuser.
enum RunQueries {
    static let outboxRows = "SELECT count(*) FROM outbox"
    static let payloadBytes = "SELECT coalesce(round(avg(octet_length(payload))), 0) FROM outbox"
    /// Committed events that have no row in the inbox.
    static let unhandled =
        "SELECT count(*) FROM event_store s WHERE NOT EXISTS (SELECT FROM inbox WHERE event_id = s.id)"
    static let stored = "SELECT id, aggregate_id, version FROM event_store"
    static let effects = "SELECT event_id, aggregate_id, version FROM bench_effects ORDER BY number"
    static let deletedRows = "SELECT coalesce(sum(rows), 0) FROM bench_deletions"
    /// Who has deleted rows, in the order of the deletions.
    static let deleters = "SELECT session FROM bench_deletions WHERE rows > 0 ORDER BY number"
    /// The relay that has the lock: its name and its server process.
    static let leader = """
        SELECT a.application_name, a.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()
        """
    static func end(_ process: Int32) -> String { "SELECT pg_terminate_backend(\(process))" }
    static let handled = "SELECT event_id FROM inbox"
}
