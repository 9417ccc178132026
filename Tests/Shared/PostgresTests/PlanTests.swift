import LocalPostgres
import Postgres
import TestKit
import Testing

private let notes = "CREATE TABLE notes (id bigint PRIMARY KEY); INSERT INTO notes VALUES (1)"
private let all: SQL = "SELECT * FROM notes"

@Suite("Prepared statements") struct PlanTests {
    @Test("a statement is prepared once a connection")
    func preparedOnce() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            for number in 1...5 { _ = try await scene.pool.rows("SELECT \(number) + \(number)", for: .system) }
            #expect(scene.pool.counters.prepares == 1)
            #expect(scene.pool.counters.statements == 5)
        }
    }

    @Test("when the schema changes under it, a read, a batch and a transaction that just began go on as if nothing was")
    func schemaChanges() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            let first = try await pool.rows(all, for: .system)
            #expect(first.columnCount == 1)
            try await scene.server.run("ALTER TABLE notes ADD COLUMN a int")
            let second = try await pool.rows(all, for: .system)
            #expect(second.columnCount == 2)
            try await scene.server.run("ALTER TABLE notes ADD COLUMN b int")
            var batch = Batch(for: .system)
            let handle = batch.rows(all)
            let third = try await pool.run(batch)
            #expect(try third[handle].columnCount == 3)
            try await scene.server.run("ALTER TABLE notes ADD COLUMN c int")
            let fourth = try await pool.transaction(for: .system) { tx in try await tx.rows(all).columnCount }
            #expect(fourth == 4)
            #expect(pool.counters.retries == 3)
        }
    }

    @Test("when it changes in the middle of a transaction, that fails, and the next one does not")
    func schemaChangesInside() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            _ = try await pool.rows(all, for: .system)
            let refusal = await failure {
                try await pool.transaction(for: .system) { tx in
                    try await tx.execute("ALTER TABLE notes ADD COLUMN a int")
                    _ = try await tx.rows(all)
                }
            }
            #expect(refusal?.label.description == "stale_plan")
            let after = try await pool.transaction(for: .system) { tx in
                _ = try await tx.execute("SELECT 1")
                return try await tx.rows(all).columnCount
            }
            #expect(after == 1)
        }
    }

    @Test("statements that the server was made to forget are prepared anew")
    func forgotten() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            _ = try await scene.pool.rows(all, for: .system)
            try await scene.pool.execute("DEALLOCATE ALL", for: .system)
            let rows = try await scene.pool.rows(all, for: .system)
            #expect(rows.count == 1)
        }
    }

    @Test("the least recently used give way at the limit, and the server forgets them too")
    func bounded() async throws {
        let statements: [SQL] = [
            "SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5", "SELECT 6", "SELECT 7", "SELECT 8",
        ]
        try await PostgresScene.run(
            notes, limits: .test(connections: 1) { $0.preparedStatementsMax = 3 }
        ) { scene in
            for statement in statements { _ = try await scene.pool.rows(statement, for: .system) }
            let kept = try await scene.pool.one("SELECT count(*) FROM pg_prepared_statements", for: .system)
                .decode(Int.self)
            #expect(kept == 3)
            #expect(scene.pool.counters.prepares == 9)
            _ = try await scene.pool.rows(statements[7], for: .system)
            #expect(scene.pool.counters.prepares == 9, "what was used last is still there")
            _ = try await scene.pool.rows(statements[0], for: .system)
            #expect(scene.pool.counters.prepares == 10)
        }
    }

    @Test("a unit of more statements than the cache holds still runs")
    func unitLargerThanCache() async throws {
        try await PostgresScene.run(
            notes, limits: .test(connections: 1) { $0.preparedStatementsMax = 1 }
        ) { scene in
            var batch = Batch(for: .system)
            let handles = [
                batch.one("SELECT 1::int8", as: Int.self), batch.one("SELECT 2::int8", as: Int.self),
                batch.one("SELECT 3::int8", as: Int.self),
            ]
            let results = try await scene.pool.run(batch)
            #expect(try handles.map { try results[$0] } == [1, 2, 3])
        }
    }

    @Test("a statement that cannot be prepared fails with its own reason, in a batch and in a transaction")
    func cannotBePrepared() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            var batch = Batch(for: .system)
            batch.execute("INSERT INTO notes VALUES (2)")
            batch.execute("INSERT INTO nowhere VALUES (1)")
            let inBatch = await failure { [batch] in try await scene.pool.run(batch) }
            #expect(inBatch?.report?.state == "42P01")
            let inTransaction = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (2)")
                    try await tx.execute("INSERT INTO nowhere VALUES (2)")
                }
            }
            #expect(inTransaction?.report?.state == "42P01")
            let left = try await scene.pool.rows(all, for: .system)
            #expect(left.count == 1)
        }
    }
}
