import EventLoop
import LocalPostgres
import Postgres
import TestKit
import Testing

private let notes = "CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL DEFAULT '')"
private let process: SQL = "SELECT pg_backend_pid()"

@Suite("The pool") struct PoolTests {
    @Test("units are served in the order they came, one more than may wait is refused, and nobody waits too long")
    func line() async throws {
        let limits = PostgresLimits.test(connections: 1) {
            $0.waitersMax = 3
            $0.waitTimeout = .milliseconds(300)
        }
        try await PostgresScene.run(notes, limits: limits) { scene in
            let pool = scene.pool
            let order = Recorded<[Int]>([])
            let (held, release) = (Signal(), Signal())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await pool.transaction(for: .system) { tx in
                        try await tx.execute("SELECT 1")
                        await held.set()
                        await release.wait()
                    }
                }
                await held.wait()
                for number in 1...3 {
                    group.addTask {
                        _ = try await pool.transaction(for: .system) { tx in try await tx.rows("SELECT 2") }
                        order.update { $0.append(number) }
                    }
                    try await wait(until: "it stands in line") { pool.counters.waiting == number }
                }
                let refused = await failure { try await pool.rows("SELECT 3", for: .system) }
                #expect(refused?.label.description == "overloaded")
                await release.set()
                try await group.waitForAll()
            }
            #expect(order.value == [1, 2, 3])
            #expect(pool.counters.refusals == 1)
            #expect(pool.counters.waits == 3)
        }
    }

    @Test("who waits too long is refused in time, and who is cancelled leaves at once")
    func leavingTheLine() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.waitTimeout = .milliseconds(100) }
        try await PostgresScene.run(notes, limits: limits) { scene in
            let pool = scene.pool
            try await pool.transaction(for: .system) { tx in
                try await tx.execute("SELECT 1")
                let late = await failure { try await pool.rows("SELECT 1", for: .system) }
                #expect(late?.label.description == "deadline_waiting")
                let own = await failure { try await pool.rows("SELECT 1", for: .system, by: .now + .milliseconds(5)) }
                #expect(own?.label.description == "deadline_waiting")
                let cancelled = await withTaskGroup(of: PostgresError?.self) { group in
                    group.addTask { await failure { try await pool.rows("SELECT 1", for: .system) } }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                #expect(cancelled?.label.description == "cancelled")
                #expect(pool.counters.waiting == 0)
            }
            #expect(pool.counters.timeouts == 2)
            let answer = try await pool.one("SELECT 1", for: .system).decode(Int32.self)
            #expect(answer == 1)
        }
    }

    @Test("several units go over one connection at once")
    func pipelined() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask { _ = try await pool.rows("SELECT \(number)", for: .system) }
                }
                try await group.waitForAll()
            }
            #expect(pool.counters.waits == 0)
            #expect(pool.counters.reads == 12)
        }
    }

    @Test("a transaction whose time is over is cancelled at the server, and its connection is used again")
    func transactionDeadline() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            let before = try await pool.one(process, for: .system).decode(Int.self)
            let late = await failure {
                let options = TransactionOptions(deadline: .now + .milliseconds(150))
                try await pool.transaction(for: .system, options) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    // So that the server's own timeout does not end it first.
                    try await tx.execute("SET LOCAL statement_timeout = 0")
                    _ = try await tx.rows("SELECT pg_sleep(60)")
                }
            }
            #expect(late?.label.description == "deadline_running")
            let (after, count) = (
                try await pool.one(process, for: .system).decode(Int.self),
                try await pool.one("SELECT count(*) FROM notes", for: .system).decode(Int.self)
            )
            #expect(after == before)
            #expect(count == 0)
            #expect(pool.counters.cancels == 1)
        }
    }

    @Test("a cancel hits its own transaction and never the unit that comes next", .timeLimit(.minutes(2)))
    func cancelHitsNobodyElse() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            let before = try await pool.one(process, for: .system).decode(Int.self)
            for round in 0..<40 {
                let transaction = Task.detached(executorPreference: scene.loop) {
                    try await pool.transaction(for: .system) { tx in
                        try await tx.execute("SELECT pg_sleep(\(Double(round % 5) / 1_000))")
                        _ = try await tx.rows("SELECT pg_sleep(\(Double(round % 4) / 1_000))")
                    }
                }
                let next = Task.detached(executorPreference: scene.loop) {
                    try await pool.execute("INSERT INTO notes VALUES (\(round)), (\(round + 1000))", for: .system)
                }
                try await scene.loop.sleep(for: .microseconds(round * 150))
                transaction.cancel()
                _ = await transaction.result
                let written = try await next.value
                #expect(written == 2)
            }
            let after = try await pool.one(process, for: .system).decode(Int.self)
            #expect(after == before)
        }
    }

    @Test("a cancel that is delivered late hits nothing either")
    func lateCancelHitsNobodyElse() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            let mayDeliver = Recorded(false)
            // Cancels are delivered by this thread, which has something else to do for a while.
            let busy = Task.detached {
                try await scene.blocking.run { while !mayDeliver.value {} }
            }
            let transaction = Task.detached(executorPreference: scene.loop) {
                try await pool.transaction(for: .system) { tx in
                    try await tx.execute("SELECT 1")
                    _ = try await tx.rows("SELECT pg_sleep(0.1)")
                }
            }
            try await wait(until: "the statement was sent") { pool.counters.statements == 2 }
            transaction.cancel()
            try await wait(until: "the cancel is on its way") { pool.counters.cancels == 1 }
            let next = Task.detached(executorPreference: scene.loop) {
                try await pool.execute("INSERT INTO notes SELECT 1 FROM pg_sleep(0.3)", for: .system)
            }
            // By now the statement has ended by itself, and what is sent meanwhile would be running.
            try await scene.loop.sleep(for: .milliseconds(250))
            mayDeliver.update { $0 = true }
            _ = await transaction.result
            try await busy.value
            let written = try await next.value
            #expect(written == 1)
            #expect(pool.counters.losses == 0)
        }
    }

    @Test("a cancel that cannot be delivered costs its connection and holds up nobody")
    func undeliverableCancel() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.answerGrace = .milliseconds(100) }
        try await PostgresScene.run(notes, limits: limits) { scene in
            let pool = scene.pool
            let isOver = Recorded(false)
            let busy = Task.detached {
                try await scene.blocking.run { while !isOver.value {} }
            }
            let late = await failure {
                let options = TransactionOptions(deadline: .now + .milliseconds(100))
                try await pool.transaction(for: .system, options) { tx in
                    try await tx.execute("SET LOCAL statement_timeout = 0")
                    _ = try await tx.rows("SELECT pg_sleep(60)")
                }
            }
            #expect(late?.label.description == "deadline_running")
            #expect(pool.counters.losses == 1)
            isOver.update { $0 = true }
            try await busy.value
            let answer = try await pool.one("SELECT 1", for: .system).decode(Int32.self)
            #expect(answer == 1)
        }
    }

    @Test(
        "deadlocks and serialization failures are tried again when the transaction allows it, a bounded number of times"
    )
    func retries() async throws {
        let schema = notes + "; INSERT INTO notes VALUES (1), (2)"
        try await PostgresScene.run(schema, limits: .test { $0.attemptsMax = 12 }) { scene in
            let pool = scene.pool
            try await wait(until: "both are open") { pool.counters.open == 2 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...2 {
                    group.addTask {
                        let options = TransactionOptions(isolation: .serializable, isRepeatable: true)
                        for _ in 0..<5 {
                            try await pool.transaction(for: .system, options) { tx in
                                try await tx.execute("UPDATE notes SET text = text || 'a' WHERE id = \(number)")
                                try await tx.execute("UPDATE notes SET text = text || 'b' WHERE id = \(3 - number)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let lengths = try await pool.rows("SELECT length(text) FROM notes", for: .system).decode(Int.self)
            #expect(lengths == [10, 10])
            var runs = 0
            let options = TransactionOptions(isolation: .repeatableRead, isRepeatable: true)
            let unlucky = await failure {
                try await pool.transaction(for: .system, options) { tx in
                    runs += 1
                    _ = try await tx.rows("SELECT 1 FROM notes")
                    try await scene.server.run("UPDATE notes SET text = text || 'c'")
                    try await tx.execute("UPDATE notes SET text = text || 'd'")
                }
            }
            #expect(unlucky?.label.description == "serialization_failure")
            #expect(runs == 12)
            runs = 0
            _ = await failure {
                try await pool.transaction(for: .system, TransactionOptions(isolation: .repeatableRead)) { tx in
                    runs += 1
                    _ = try await tx.rows("SELECT 1 FROM notes")
                    try await scene.server.run("UPDATE notes SET text = text || 'c'")
                    try await tx.execute("UPDATE notes SET text = text || 'd'")
                }
            }
            #expect(runs == 1)
        }
    }

    @Test("a result with more rows or bytes than the limit is refused, at the limit it is not")
    func largeResults() async throws {
        let limits = PostgresLimits.test(connections: 1) {
            $0.resultRowsMax = 1_000
            $0.resultBytesMax = 1_000_000
        }
        try await PostgresScene.run(notes, limits: limits) { scene in
            let pool = scene.pool
            let before = try await pool.one(process, for: .system).decode(Int.self)
            let rows: (Int) -> SQL = { "SELECT generate_series(1, \($0))" }
            let most = try await pool.rows(rows(1_000), for: .system).count
            #expect(most == 1_000)
            let tooMany = await failure { try await pool.rows(rows(1_001), for: .system) }
            #expect(tooMany?.label.description == "result_too_large")
            let bytes: (Int32) -> SQL = { "SELECT repeat('x', \($0)) FROM generate_series(1, 10)" }
            let large = try await pool.rows(bytes(80_000), for: .system).count
            #expect(large == 10)
            let tooLarge = await failure { try await pool.rows(bytes(110_000), for: .system) }
            #expect(tooLarge?.label.description == "result_too_large")
            let same = try await pool.one(process, for: .system).decode(Int.self)
            #expect(same == before, "what was received whole leaves the connection clean")
            let endless = await failure { try await pool.rows(bytes(100_000_000), for: .system) }
            #expect(endless?.label.description == "result_too_large")
            let after = try await pool.one(process, for: .system).decode(Int.self)
            #expect(after != before, "what was not is not received to its end")
        }
    }

    @Test("closing lets what has begun come to its end and refuses what comes new")
    func closing() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            let (begun, proceed) = (Signal(), Signal())
            async let transaction: Void = pool.transaction(for: .system) { tx in
                try await tx.execute("INSERT INTO notes VALUES (1)")
                await begun.set()
                await proceed.wait()
                try await tx.execute("INSERT INTO notes VALUES (2)")
            }
            await begun.wait()
            async let closed: Void = pool.close(by: .now + .seconds(20))
            try await wait(until: "it closes") { !pool.isReady }
            let refused = await failure { try await pool.rows("SELECT 1", for: .system) }
            #expect(refused?.label.description == "closed")
            await proceed.set()
            try await transaction
            await closed
            let count = try await scene.server.run("SELECT count(*) FROM notes")
            #expect(count == "2")
            #expect(pool.counters.open == 0)
        }
    }

    @Test("a connection that is old enough is replaced when it has no work")
    func lifetime() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.connectionLifetime = .milliseconds(100) }
        try await PostgresScene.run(notes, limits: limits) { scene in
            let before = try await scene.pool.one(process, for: .system).decode(Int.self)
            try await wait(until: "another process serves") {
                try await scene.pool.one(process, for: .system).decode(Int.self) != before
            }
            #expect(scene.pool.counters.losses == 0)
        }
    }
}
