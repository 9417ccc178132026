import EventLoop
import Identifiers
import LocalPostgres
import Postgres
import TestKit
import Testing

private let notes = "CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL, version int NOT NULL DEFAULT 1)"

@Suite("Units of work") struct UnitTests {
    @Test("a read gives rows by position")
    func reads() async throws {
        try await PostgresScene.run { scene in
            let row = try await scene.pool.one("SELECT \(1), \("a"), \(String?.none)", for: .system)
            let (number, text, nothing) = try row.decode(Int.self, String.self, String?.self)
            #expect(number == 1)
            #expect(text == "a")
            #expect(nothing == nil)
        }
    }

    @Test("a batch commits as a whole, and its handles give what its statements returned")
    func batchCommits() async throws {
        try await PostgresScene.run(notes) { scene in
            var batch = Batch(for: .system)
            let added = batch.execute("INSERT INTO notes VALUES (1, 'one'), (2, 'two')")
            let version = batch.one(
                "UPDATE notes SET version = version + 1 WHERE id = \(1) RETURNING version", as: Int.self)
            let results = try await scene.pool.run(batch)
            #expect(try results[added] == 2)
            #expect(try results[version] == 2)
            let count = try await scene.server.run("SELECT count(*) FROM notes")
            #expect(count == "2")
        }
    }

    @Test("a batch of which one statement fails leaves nothing, and the unit behind it is not touched")
    func batchFails() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            var bad = Batch(for: .system)
            bad.execute("INSERT INTO notes VALUES (1, 'one')")
            bad.execute("INSERT INTO notes VALUES (1, 'again')")
            bad.execute("INSERT INTO notes VALUES (3, 'three')")
            async let first = failure { [bad] in try await pool.run(bad) }
            async let second = pool.execute("INSERT INTO notes VALUES (2, 'two')", for: .system)
            let written = try await second
            #expect(written == 1)
            let refusal = await first
            #expect(refusal?.constraint == "notes_pkey")
            let left = try await scene.server.run("SELECT id FROM notes")
            #expect(left == "2")
        }
    }

    @Test("a transaction reads, decides and writes, and what was enqueued goes with its commit")
    func transaction() async throws {
        try await PostgresScene.run(notes) { scene in
            try await scene.pool.execute("INSERT INTO notes VALUES (1, 'one')", for: .system)
            let version = try await scene.pool.transaction(for: .system) { tx in
                let row = try await tx.one("SELECT version FROM notes WHERE id = 1 FOR UPDATE")
                let version = try row.decode(Int.self)
                try tx.enqueue("UPDATE notes SET version = \(version + 1) WHERE id = 1")
                try tx.enqueue("INSERT INTO notes VALUES (2, 'event')")
                return version
            }
            #expect(version == 1)
            let rows = try await scene.server.run("SELECT id, version FROM notes ORDER BY id")
            #expect(rows == "1|2\n2|1")
        }
    }

    @Test("an error of the closure rolls back and comes out as it is")
    func closureFails() async throws {
        struct Refusal: Error {}
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            await #expect(throws: Refusal.self) {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1, 'one')")
                    throw Refusal()
                }
            }
            let left = try await scene.pool.one("SELECT count(*) FROM notes", for: .system).decode(Int.self)
            #expect(left == 0)
        }
    }

    @Test("the organisation is set for its own unit and for no other")
    func scopeIsLocal() async throws {
        let first = UUID128(high: 1, low: 2)
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let ask: SQL = "SELECT coalesce(current_setting('app.org', true), '')"
            let own = try await scene.pool.one(ask, for: .organization(first)).decode(String.self)
            let next = try await scene.pool.one(ask, for: .system).decode(String.self)
            let inside = try await scene.pool.transaction(for: .organization(first)) { tx in
                try await tx.one(ask).decode(String.self)
            }
            let last = try await scene.pool.one(ask, for: .system).decode(String.self)
            #expect([own, next, inside, last] == [first.description, "", first.description, ""])
        }
    }
}
