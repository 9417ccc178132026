import EventLoop
import LocalPostgres
import Postgres
import TestKit
import Testing

@Suite("Limits") struct LimitsTests {
    @Test("statements of a unit and bytes of a statement: at the limit they pass, past it nothing is sent")
    func sizes() async throws {
        let limits = PostgresLimits.test {
            $0.statementsPerUnitMax = 2
            $0.parameterBytesMax = 132
        }
        try await PostgresScene.run(limits: limits) { scene in
            var batch = Batch(for: .system)
            batch.execute("SELECT 1")
            batch.execute("SELECT 1")
            _ = try await scene.pool.run(batch)
            batch.execute("SELECT 1")
            let tooMany = await failure { [batch] in try await scene.pool.run(batch) }
            #expect(tooMany?.label.description == "unit_too_large")
            let tooManyInOne = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    for _ in 0..<3 { try tx.enqueue("SELECT 1") }
                }
            }
            #expect(tooManyInOne?.label.description == "unit_too_large")
            // Two parts, text and value, have 16 bytes each besides.
            let most = try await scene.pool.one("SELECT \(String(repeating: "x", count: 100))", for: .system)
            #expect(try most.decode(String.self).utf8.count == 100)
            let tooLong = await failure {
                try await scene.pool.one("SELECT \(String(repeating: "x", count: 101))", for: .system)
            }
            #expect(tooLong?.label.description == "unit_too_large")
        }
    }

    @Test("one connection carries as many units as it may, and the next one waits")
    func unitsPerConnection() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.unitsPerConnectionMax = 3 }
        try await PostgresScene.run(limits: limits) { scene in
            let pool = scene.pool
            let nap: SQL = "SELECT pg_sleep(\(0.01))"
            _ = try await pool.rows(nap, for: .system)
            for (count, waits) in [(3, 0), (4, 1)] {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<count {
                        group.addTask { _ = try await pool.rows(nap, for: .system) }
                    }
                    try await group.waitForAll()
                }
                #expect(pool.counters.waits == waits)
            }
        }
    }

    @Test("nothing is sent behind a unit that has been running for long; it waits for its turn and keeps its outcome")
    func nothingBehindSlowUnits() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.slowAfter = .milliseconds(20) }
        try await PostgresScene.run("CREATE TABLE notes (id int)", limits: limits) { scene in
            let pool = scene.pool
            async let slow = failure { try await pool.rows("SELECT pg_sleep(60)", for: .system) }
            try await wait(until: "it runs") {
                try await scene.server.run(sleeper("count(*)")) == "1"
            }
            try await scene.loop.sleep(for: .milliseconds(30))
            let write = await failure {
                try await pool.execute("INSERT INTO notes VALUES (1)", for: .system, by: .now + .milliseconds(50))
            }
            #expect(write?.label.description == "deadline_waiting", "not an unknown outcome")
            try await scene.server.run(sleeper("pg_cancel_backend(pid)"))
            let end = await slow
            #expect(end?.label.description == "statement_timeout")
            let left = try await pool.one("SELECT count(*) FROM notes", for: .system).decode(Int.self)
            #expect(left == 0)
        }
    }

    @Test("the server is told what is left of the caller's time when a unit is sent, not when it began to wait")
    func timeoutOfWhoWaited() async throws {
        let limits = PostgresLimits.test(connections: 1) {
            $0.unitsPerConnectionMax = 1
            $0.waitTimeout = .seconds(60)
            $0.unitTimeout = .seconds(60)
        }
        try await PostgresScene.run(limits: limits) { scene in
            let pool = scene.pool
            let ask: SQL = "SELECT setting::bigint FROM pg_settings WHERE name = 'statement_timeout'"
            let holder = try await DedicatedConnection.open(pool.settings, on: scene.loop, blocking: scene.blocking)
            try await holder.execute("SELECT pg_advisory_lock(7)")
            async let first = pool.rows("SELECT pg_advisory_xact_lock(7)", for: .system)
            try await wait(until: "it waits for the lock") {
                try await scene.server.run(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event = 'advisory'
                    """) == "1"
            }
            let since = MonotonicTime.now
            let deadline = since + .seconds(30)
            async let named = pool.one(ask, for: .system, by: deadline).decode(Int.self)
            async let inTransaction = pool.transaction(for: .system, TransactionOptions(deadline: deadline)) { tx in
                try await tx.one(ask).decode(Int.self)
            }
            async let unnamed = pool.one(ask, for: .system).decode(Int.self)
            try await wait(until: "they have waited for a while") {
                pool.counters.waiting == 3 && MonotonicTime.now - since > .seconds(2)
            }
            try await holder.execute("SELECT pg_advisory_unlock(7)")
            _ = try await first
            // Nine tenths of the 28 s and 58 s that are left at most, and a millisecond.
            #expect(try await named <= 25_201)
            #expect(try await inTransaction <= 25_201)
            #expect(try await unnamed <= 52_201)
            // Who does not wait has the session's.
            let usual = try await pool.one(ask, for: .system).decode(Int.self)
            #expect(usual == 54_000)
            await holder.close()
        }
    }

    @Test("an error names a statement by the beginning of its text, on one line and not without end")
    func labels() async throws {
        try await PostgresScene.run { scene in
            let refusal = await failure {
                try await scene.pool.rows(
                    """
                    SELECT 1,
                        2
                    FROM nowhere_with_a_name_that_is_long_enough_to_be_cut_off_when_it_is_used_as_a_label WHERE a = 1
                    """, for: .system)
            }
            let label = refusal?.report?.statement ?? ""
            #expect(label.hasPrefix("SELECT 1, 2 FROM nowhere_with"))
            #expect(label.utf8.count == 80)
        }
    }

    @Test("a transaction that the caller leaves idle is ended by the server, and is told so")
    func idleInTransaction() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.idleInTransactionTimeout = .milliseconds(50) }
        try await PostgresScene.run("CREATE TABLE notes (id int)", limits: limits) { scene in
            let refusal = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    try await wait(until: "the server has ended it") { scene.pool.counters.losses == 1 }
                    try await tx.execute("INSERT INTO notes VALUES (2)")
                }
            }
            #expect(refusal?.label.description == "connection_lost")
            let left = try await scene.pool.one("SELECT count(*) FROM notes", for: .system).decode(Int.self)
            #expect(left == 0)
        }
    }
}

/// Something about the process that sleeps in the current database.
private func sleeper(_ what: String) -> String {
    """
    SELECT \(what) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query = 'SELECT pg_sleep(60)'
    """
}
