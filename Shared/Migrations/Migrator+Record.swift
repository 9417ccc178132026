import Postgres

/// The table in which the database remembers what was applied.
extension Migrator {
    func createRecord(in transaction: Transaction) async throws {
        let exists = try await transaction.one("SELECT to_regclass('public.schema_migrations') IS NOT NULL")
        guard try !exists.decode(column: 0, as: Bool.self) else { return }
        try await run(
            target.resolve(
                """
                CREATE TABLE schema_migrations (
                    step bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    set text NOT NULL,
                    number bigint NOT NULL,
                    name text NOT NULL,
                    checksum text NOT NULL,
                    applied_by text NOT NULL DEFAULT session_user,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    UNIQUE (set, number)
                );
                ALTER TABLE schema_migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                CREATE POLICY migrator ON schema_migrations TO :"owner" USING (true) WITH CHECK (true);
                CREATE POLICY everyone_sees ON schema_migrations FOR SELECT TO :"app", :"system" USING (true);
                GRANT SELECT ON schema_migrations TO :"app", :"system";
                """), in: transaction)
    }

    func record(in transaction: Transaction) async throws -> [AppliedMigration] {
        let rows = try await transaction.rows(
            """
            SELECT set, number, name, checksum, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            FROM schema_migrations ORDER BY step
            """)
        return try rows.map { row throws(PostgresError) in
            let (set, number, name, checksum, appliedAt) = try row.decode(
                String.self, Int.self, String.self, String.self, String.self)
            return AppliedMigration(set: set, number: number, name: name, checksum: checksum, appliedAt: appliedAt)
        }
    }

    static func write(_ file: MigrationFile, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO schema_migrations (set, number, name, checksum)
            VALUES (\(file.set), \(file.number), \(file.name), \(file.checksum))
            """)
    }

    static func erase(_ file: MigrationFile, in transaction: Transaction) async throws {
        try await transaction.execute(
            "DELETE FROM schema_migrations WHERE set = \(file.set) AND number = \(file.number)")
    }
}
