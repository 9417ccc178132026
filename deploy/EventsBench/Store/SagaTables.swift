import Identifiers
import Postgres
import Sagas

/// What sagas do in a run: entries of a ledger, one for each effect and one for each undoing, without a key, so that
/// what happens twice is there twice.
enum SagaTables {
    /// Run by the superuser.
    static let creation = """
        CREATE TABLE bench_ledger (saga_id uuid NOT NULL, step text NOT NULL, delta integer NOT NULL);
        GRANT INSERT ON bench_ledger TO booking_app;
        """

    static func entry(_ delta: Int32, of command: SagaCommand) -> SQL {
        "INSERT INTO bench_ledger (saga_id, step, delta) VALUES (\(command.sagaID), \(command.step), \(delta))"
    }

    // What a supervisor asks, through psql and as the superuser.

    static let open = "SELECT count(*) FROM saga WHERE ended_at IS NULL"
    static let transitions = "SELECT coalesce(sum(version - 1), 0) FROM saga"
    /// From the first answer to the last.
    static let milliseconds =
        "SELECT round(extract(epoch FROM max(last_at) - min(first_at)) * 1000)::bigint FROM saga_step"
    static let sagas = "SELECT id, type, state FROM saga"
    static let ledger = """
        SELECT saga_id, step, sum(delta), count(*) FILTER (WHERE delta > 0) FROM bench_ledger GROUP BY saga_id, step
        """
    static let repeated = "SELECT coalesce(sum(attempts - 1), 0) FROM saga_step"
    static let stale = "SELECT count(*) FROM saga_audit WHERE kind = 'stale_answer'"
}
