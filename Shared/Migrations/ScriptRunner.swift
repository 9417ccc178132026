import Postgres

/// Runs a text of several statements in a transaction. Statements of ours are literals of the source; those of a file
/// are not, so a function of the session takes the text as a value and executes its statements one after the other. It
/// refuses to begin or end a transaction. Each statement is waited for: what travels in one flush is parsed before any of
/// it has run.
enum ScriptRunner {
    static func run(_ script: String, in transaction: Transaction) async throws(PostgresError) {
        try await transaction.execute(
            """
            CREATE OR REPLACE FUNCTION pg_temp.run_script(script text) RETURNS void LANGUAGE plpgsql
            AS $$ BEGIN EXECUTE script; END $$
            """)
        _ = try await transaction.rows("SELECT pg_temp.run_script(\(script))")
        try await transaction.execute("DROP FUNCTION pg_temp.run_script(text)")
    }
}
