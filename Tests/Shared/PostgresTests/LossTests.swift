import EventLoop
import LocalPostgres
import Postgres
import TestKit
import Testing

private let notes = "CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL DEFAULT '')"
private let process: SQL = "SELECT pg_backend_pid()"

@Suite("Connections that are lost") struct LossTests {
    @Test("a server that is absent at the start is waited for; meanwhile the pool is not ready and refuses in time")
    func absentAtStart() async throws {
        let server = try await PostgresServer()
        let database = try await server.database()
        await server.stop()
        let limits = PostgresLimits.test { $0.waitTimeout = .milliseconds(50) }
        try await withLoop { loop in
            try await PostgresScene.open(database.connectionString(), database, on: loop, limits) { scene in
                let early = await failure { try await scene.pool.rows("SELECT 1", for: .system) }
                #expect(early?.label.description == "deadline_waiting")
                #expect(!scene.pool.isReady)
                try await wait(until: "an attempt has failed") { scene.pool.counters.connectFailures > 1 }
                #expect(scene.pool.connectFailure?.label.description == "connect_failed")
                var changes: [Bool] = []
                scene.pool.onReadinessChange = { changes.append($0) }
                try await server.start()
                try await scene.pool.ready(until: .now + .seconds(30))
                let answer = try await scene.pool.one("SELECT 1", for: .system).decode(Int32.self)
                #expect(answer == 1)
                #expect(changes == [true])
            }
        }
        await server.close()
    }

    @Test("a backend that is ended fails what it was doing and nothing else, and another takes its place")
    func terminated() async throws {
        try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
            let pool = scene.pool
            async let running = failure { try await pool.rows("SELECT pg_sleep(60)", for: .system) }
            async let behind = failure { try await pool.execute("INSERT INTO notes VALUES (1)", for: .system) }
            try await wait(until: "the statement runs") {
                try await scene.server.run(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
                ) == "1"
            }
            try await scene.server.server.terminateConnections(to: scene.server.name)
            let (first, second) = (await running, await behind)
            #expect(first?.label.description == "shutdown")
            // The server had been told to commit it and nobody knows whether it came to that.
            #expect(second?.label.description == "outcome_unknown")
            let count = try await pool.one("SELECT count(*) FROM notes", for: .system).decode(Int.self)
            #expect(count == 0)
            #expect(pool.counters.losses == 1)
        }
    }

    @Test("a transaction that loses its connection before COMMIT is not committed, and is told so")
    func lostInTransaction() async throws {
        try await PostgresScene.run(notes) { scene in
            let refusal = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    try await scene.server.server.terminateConnections(to: scene.server.name)
                    try await tx.execute("INSERT INTO notes VALUES (2)")
                }
            }
            #expect(["shutdown", "connection_lost"].contains(refusal.map { "\($0.label)" } ?? ""))
            let left = try await scene.server.run("SELECT count(*) FROM notes")
            #expect(left == "0")
        }
    }

    @Test("a COMMIT whose answer is cut off has an unknown outcome, which is never assumed", arguments: [true, false])
    func lostAtCommit(asBatch: Bool) async throws {
        try await withProxy(notes) { scene, proxy in
            let unknown = await failure {
                guard asBatch else {
                    return try await scene.pool.transaction(for: .system) { tx in
                        try await tx.execute("INSERT INTO notes VALUES (1)")
                        proxy.plan(.toClient) { $0.resetAfter = 0 }
                    }
                }
                proxy.plan(.toClient) { $0.resetAfter = 0 }
                try await scene.pool.execute("INSERT INTO notes VALUES (1)", for: .system)
            }
            #expect(unknown?.label.description == "outcome_unknown")
            #expect(scene.pool.counters.unknownOutcomes == 1)
            // This time the server had received it.
            try await wait(until: "it is there") {
                try await scene.server.run("SELECT count(*) FROM notes") == "1"
            }
            proxy.plan(.toClient) { $0.resetAfter = nil }
            let again = try await scene.pool.execute("INSERT INTO notes VALUES (2)", for: .system)
            #expect(again == 1)
        }
    }

    @Test("a COMMIT that never reached the server has an unknown outcome too")
    func commitSwallowed() async throws {
        try await withProxy(notes) { scene, proxy in
            let unknown = await failure {
                try await scene.pool.transaction(for: .system) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    proxy.plan(.toServer) { $0.resetAfter = 0 }
                }
            }
            #expect(unknown?.label.description == "outcome_unknown")
            let count = try await scene.server.run("SELECT count(*) FROM notes")
            #expect(count == "0")
        }
    }

    @Test("a read that loses its connection is no unknown outcome")
    func readLost() async throws {
        try await withProxy(notes) { scene, proxy in
            proxy.plan(.toClient) { $0.resetAfter = 0 }
            let lost = await failure { try await scene.pool.rows("SELECT 1", for: .system) }
            #expect(lost?.label.description == "connection_lost")
        }
    }

    @Test("a rollback that nobody answers does not keep its caller beyond the deadline")
    func rollbackSwallowed() async throws {
        let limits = PostgresLimits.test(connections: 1) { $0.answerGrace = .seconds(600) }
        try await withProxy(notes, limits: limits) { scene, proxy in
            struct Refusal: Error {}
            let options = TransactionOptions(deadline: .now + .seconds(2))
            await #expect(throws: Refusal.self) {
                try await scene.pool.transaction(for: .system, options) { tx in
                    try await tx.execute("INSERT INTO notes VALUES (1)")
                    proxy.plan(.toClient) { $0.dropAfter = 0 }
                    throw Refusal()
                }
            }
            #expect(scene.pool.counters.inUse == 1, "the rollback is still under way")
            proxy.plan(.toClient) { $0.resetAfter = 0 }
            try await scene.server.server.terminateConnections(to: scene.server.name)
            try await wait(until: "the connection is given up") { scene.pool.counters.losses == 1 }
        }
    }

    @Test("a network that swallows everything is noticed by asking, while nobody has work")
    func silentNetwork() async throws {
        let limits = PostgresLimits.test(connections: 1) {
            $0.idleCheckInterval = .milliseconds(30)
            $0.answerGrace = .milliseconds(100)
        }
        try await withProxy(notes, limits: limits) { scene, proxy in
            proxy.plan(.toServer) { $0.dropAfter = 0 }
            try await wait(until: "the connection is given up") { scene.pool.counters.losses > 0 }
            proxy.plan(.toServer) { $0.dropAfter = nil }
            try await wait(until: "there is another") { scene.pool.isReady }
            let answer = try await scene.pool.one("SELECT 1", for: .system).decode(Int32.self)
            #expect(answer == 1)
        }
    }

    @Test("a server with no connections left is an error with its class, and is tried again")
    func tooManyConnections() async throws {
        let server = try await PostgresServer(
            .fast, settings: ["max_connections": "5", "superuser_reserved_connections": "0", "max_wal_senders": "0"])
        let database = try await server.database()
        try await withLoop { loop in
            let limits = PostgresLimits.test(connections: 8)
            try await PostgresScene.open(database.connectionString(), database, on: loop, limits) { scene in
                // It is forgotten with each connection that there is still room for, and comes back with the next one.
                try await wait(until: "the limit is met") {
                    scene.pool.connectFailure?.description == "connect_failed: SQLSTATE 53300"
                }
                let answer = try await scene.pool.one("SELECT 1", for: .system).decode(Int32.self)
                #expect(answer == 1)
            }
        }
        await server.close()
    }

    @Test("when the server is killed under load, every task hears of it, and the pool is ready again after its return")
    func killedUnderLoad() async throws {
        let server = try await PostgresServer(.durable)
        try await PostgresScene.run(notes, on: server) { scene in
            let pool = scene.pool
            let acknowledged = Recorded<[Int]>([])
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        // Refused or lost is as good as not acknowledged.
                        let written = try? await pool.execute("INSERT INTO notes VALUES (\(number))", for: .system)
                        if written == 1 { acknowledged.update { $0.append(number) } }
                    }
                }
                group.addTask { await server.kill() }
            }
            try await server.start()
            try await pool.ready(until: .now + .seconds(30))
            let kept = Set(try await pool.rows("SELECT id FROM notes", for: .system).decode(Int.self))
            let lost = acknowledged.value.filter { !kept.contains($0) }
            #expect(lost.isEmpty)
            #expect(pool.counters.waiting == 0)
        }
        await server.close()
    }
}
