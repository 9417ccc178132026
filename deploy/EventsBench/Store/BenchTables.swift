import Identifiers
import Postgres

/// What a run adds to a service's database: the aggregates that are changed, and the effects of their events.
enum BenchTables {
    /// Run by the superuser. An effect has no key, so that one that happens twice is there twice.
    static let creation = """
        CREATE TABLE bench_aggregates (id uuid PRIMARY KEY, version integer NOT NULL, changed_at timestamptz NOT NULL);
        CREATE TABLE bench_effects (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, aggregate_id uuid NOT NULL,
            version integer NOT NULL);
        GRANT SELECT, INSERT, UPDATE ON bench_aggregates TO booking_app;
        GRANT SELECT, INSERT ON bench_effects TO booking_app;
        """

    /// Notes which session has deleted rows of the outbox. Run by the superuser, where relays are watched.
    static let deletionWatch = """
        CREATE TABLE bench_deletions (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, session text NOT NULL, rows integer NOT NULL);
        CREATE FUNCTION bench_note_deletion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO bench_deletions (session, rows)
            SELECT pid || ' ' || extract(epoch FROM backend_start), (SELECT count(*) FROM gone)
            FROM pg_stat_activity WHERE pid = pg_backend_pid();
            RETURN NULL;
        END $$;
        CREATE TRIGGER bench_deletion AFTER DELETE ON outbox REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION bench_note_deletion();
        """

    static func create(_ id: BookingID, at now: Timestamp) -> SQL {
        "INSERT INTO bench_aggregates (id, version, changed_at) VALUES (\(id), 0, \(now)) ON CONFLICT DO NOTHING"
    }

    static let versions: SQL = "SELECT id, version FROM bench_aggregates"

    /// The change of which an event tells.
    static func move(_ id: BookingID, to version: Int, at now: Timestamp) -> SQL {
        """
        UPDATE bench_aggregates SET version = \(Int32(version)), changed_at = \(now)
        WHERE id = \(id) AND version = \(Int32(version - 1))
        """
    }

    /// The same where the version is not known before.
    static func moveOn(_ id: BookingID, at now: Timestamp) -> SQL {
        "UPDATE bench_aggregates SET version = version + 1, changed_at = \(now) WHERE id = \(id) RETURNING version"
    }

    static func effect(of event: EventID, on aggregate: UUID128, version: Int) -> SQL {
        """
        INSERT INTO bench_effects (event_id, aggregate_id, version)
        VALUES (\(event), \(aggregate), \(Int32(clamping: version)))
        """
    }

    /// Has the server do what was enqueued before.
    static let nothing: SQL = "SELECT 1"
}
