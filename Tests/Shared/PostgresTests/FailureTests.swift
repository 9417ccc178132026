import EventLoop
import LocalPostgres
import Postgres
import TestKit
import Testing

private let notes = "CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL DEFAULT '')"
private let process: SQL = "SELECT pg_backend_pid()"

@Suite("What the server refuses") struct RefusalTests {
    @Test("each class of error has its case, its constraint and its statement, and no values in its description")
    func classes() async throws {
        let schema = """
            CREATE TABLE parents (id int PRIMARY KEY);
            CREATE TABLE things (id int PRIMARY KEY, parent int REFERENCES parents, size int CHECK (size > 0),
                during tstzrange, EXCLUDE USING gist (during WITH &&), name text NOT NULL);
            INSERT INTO things VALUES (1, NULL, 1, tstzrange(NULL, NULL), 'secret');
            CREATE FUNCTION fail(state text) RETURNS void LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'failed on purpose' USING ERRCODE = state; END $$;
            """
        let table: [(SQL, String)] = [
            ("INSERT INTO things VALUES (1, NULL, 1, 'empty', 'secret')", "unique_violation"),
            ("INSERT INTO things VALUES (2, NULL, 1, tstzrange(NULL, NULL), 'secret')", "exclusion_violation"),
            ("INSERT INTO things VALUES (2, 7, 1, 'empty', 'secret')", "foreign_key_violation"),
            ("INSERT INTO things VALUES (2, NULL, 0, 'empty', 'secret')", "check_violation"),
            ("INSERT INTO things VALUES (2, NULL, 1, 'empty', NULL)", "not_null_violation"),
            ("INSERT INTO things (id) VALUES (\(5_000_000_000))", "invalid_data"),
            ("SELECT \("secret")::int", "invalid_data"),
            ("SELEC 1", "invalid_statement"), ("SELECT * FROM nowhere", "invalid_statement"),
            ("SELECT fail(\("53100"))", "disk_full"), ("SELECT fail(\("53200"))", "out_of_resources"),
            ("SELECT fail(\("42501"))", "not_permitted"), ("SELECT fail(\("55P03"))", "lock_not_available"),
            ("SELECT fail(\("XX000"))", "server"), ("SELECT fail(\("57014"))", "statement_timeout"),
        ]
        try await PostgresScene.run(schema, limits: .test(connections: 1)) { scene in
            let before = try await scene.pool.one(process, for: .system).decode(Int.self)
            for (statement, label) in table {
                let failure = await failure { try await scene.pool.execute(statement, for: .system) }
                #expect(failure.map { "\($0.label)" } == label, "\(statement.text)")
                #expect(failure?.description.contains("secret'") != true || statement.text.contains("'secret'"))
                #expect(failure?.report?.statement.isEmpty == false)
            }
            let unique = await failure { try await scene.pool.execute(table[0].0, for: .system) }
            #expect(unique?.constraint == "things_pkey")
            let after = try await scene.pool.one(process, for: .system).decode(Int.self)
            #expect(after == before, "the connection is clean after each of them")
        }
    }

    @Test("a parameter of a type that the statement cannot use is an error of the statement")
    func wrongParameterType() async throws {
        try await PostgresScene.run(notes) { scene in
            let failure = await failure {
                try await scene.pool.rows("SELECT 1 FROM notes WHERE id = \(true)", for: .system)
            }
            #expect(failure?.report?.state == "42883")
        }
    }

    @Test("a read that writes is told so")
    func readThatWrites() async throws {
        try await PostgresScene.run(notes) { scene in
            let failure = await failure { try await scene.pool.rows("INSERT INTO notes VALUES (1)", for: .system) }
            #expect(failure?.label.description == "not_a_read")
        }
    }

    @Test("the server ends a statement that takes too long, and the connection goes on")
    func statementTimeout() async throws {
        try await PostgresScene.run(limits: .test(connections: 1) { $0.unitTimeout = .seconds(4) }) { scene in
            let before = try await scene.pool.one(process, for: .system).decode(Int.self)
            let usual = await failure { try await scene.pool.rows("SELECT pg_sleep(60)", for: .system) }
            #expect(usual?.label.description == "statement_timeout")
            let own = await failure {
                try await scene.pool.rows("SELECT pg_sleep(60)", for: .system, by: .now + .seconds(3))
            }
            #expect(own?.label.description == "statement_timeout")
            let after = try await scene.pool.one(process, for: .system).decode(Int.self)
            #expect(after == before)
        }
    }

    @Test("an error in front of COMMIT does not reach the next unit of the connection")
    func failedTransactionTrap() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            async let first = failure {
                try await pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    try tx.enqueue("INSERT INTO notes VALUES (1)")
                    try tx.enqueue("INSERT INTO notes VALUES (3)")
                }
            }
            async let second = pool.execute("INSERT INTO notes VALUES (2)", for: .system)
            let refusal = await first
            #expect(refusal?.constraint == "notes_pkey")
            let written = try await second
            #expect(written == 1)
            let left = try await pool.rows("SELECT id FROM notes", for: .system).decode(Int.self)
            #expect(left == [2])
        }
    }

    @Test("a transaction whose failure was swallowed is not reported as committed")
    func swallowedFailure() async throws {
        try await PostgresScene.run(notes) { scene in
            let refusal = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    _ = await failure { try await tx.execute("INSERT INTO notes VALUES (1)") }
                }
            }
            #expect(refusal?.label.description == "rolled_back")
            let aborted = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    _ = await failure { try await tx.execute("SELECT 1 / 0") }
                    try await tx.execute("SELECT 2")
                }
            }
            #expect(aborted?.label.description == "transaction_aborted")
        }
    }

    @Test("a deferred constraint that fails at COMMIT is its own error, and the connection goes on")
    func failsAtCommit() async throws {
        let schema = "CREATE TABLE pairs (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)"
        try await PostgresScene.run(schema, limits: .test(connections: 1)) { scene in
            let refusal = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO pairs VALUES (1), (1)")
                }
            }
            #expect(refusal?.constraint == "pairs_id_key")
            var batch = Batch(for: .system)
            batch.execute("INSERT INTO pairs VALUES (2), (2)")
            let inBatch = await failure { [batch] in try await scene.pool.run(batch) }
            #expect(inBatch?.constraint == "pairs_id_key")
            let left = try await scene.pool.one("SELECT count(*) FROM pairs", for: .system).decode(Int.self)
            #expect(left == 0)
        }
    }

    @Test("a transaction cannot be used after its end")
    func usedAfterEnd() async throws {
        try await PostgresScene.run { scene in
            let escaped = try await scene.pool.transaction(for: .system) { tx in
                try await tx.execute("SELECT 1")
                return tx
            }
            let refusal = await failure { try await escaped.execute("SELECT 1") }
            #expect(refusal?.label.description == "transaction_over")
        }
    }
}
