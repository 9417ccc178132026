import EventLoop
import LocalPostgres
import Postgres
import TestKit
import Testing

private let notes = "CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL DEFAULT '')"

@Suite("A connection of one's own") struct DedicatedConnectionTests {
    @Test("a session's lock is held until it is closed or lost, and its owner hears of the loss")
    func advisoryLock() async throws {
        try await withConnections { scene, open in
            let ask: SQL = "SELECT pg_try_advisory_lock(\(42))"
            let (first, second) = (try await open(), try await open())
            #expect(try await first.one(ask).decode(Bool.self))
            let refused = try await second.one(ask).decode(Bool.self)
            #expect(!refused)
            let heard = Recorded(false)
            first.onLoss = { heard.update { $0 = true } }
            try await scene.server.run("SELECT pg_terminate_backend(\(first.serverProcess))")
            await first.lost()
            #expect(heard.value)
            #expect(!first.isOpen)
            let refusal = await failure { try await first.execute("SELECT 1") }
            #expect(refusal?.label.description == "connection_lost")
            let granted = try await second.one(ask).decode(Bool.self)
            #expect(granted)
            await second.close()
            let third = try await open()
            let free = try await third.one(ask).decode(Bool.self)
            #expect(free)
            await third.close()
            await first.close()
        }
    }

    @Test("a script runs as a whole or not at all, between statements of a transaction or alone")
    func scripts() async throws {
        try await withConnections { scene, open in
            let connection = try await open()
            let good = try SQLScript(trusted: Array("INSERT INTO notes VALUES (1); INSERT INTO notes VALUES (2);".utf8))
            let bad = try SQLScript(trusted: Array("INSERT INTO notes VALUES (3); SELEC 1;".utf8))
            try await connection.run(good)
            let refusal = await failure { try await connection.run(bad) }
            #expect(refusal?.report?.state == "42601")
            try await connection.execute("BEGIN")
            try await connection.run(try SQLScript(trusted: Array("CREATE TABLE more (id int); SELECT 1;".utf8)))
            try await connection.execute("INSERT INTO more VALUES (\(Int32(1)))")
            try await connection.execute("ROLLBACK")
            let left = try await connection.rows("SELECT id FROM notes ORDER BY id").decode(Int.self)
            #expect(left == [1, 2])
            let table = try await connection.one("SELECT to_regclass('more') IS NULL").decode(Bool.self)
            #expect(table)
            await connection.close()
        }
        #expect(throws: PostgresError.self) { try SQLScript(trusted: [65, 0]) }
    }

    @Test("a cancelled task ends its statement at the server, and the connection goes on")
    func cancelled() async throws {
        try await withConnections { scene, open in
            let connection = try await open()
            let task = Task.detached(executorPreference: scene.loop) {
                await failure { try await connection.execute("SELECT pg_sleep(\(60.0))") }
            }
            try await wait(until: "it runs") {
                try await scene.server.run(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE pid = \(connection.serverProcess) AND state = 'active' AND query LIKE '%pg_sleep%'
                    """) == "1"
            }
            task.cancel()
            let refusal = await task.value
            #expect(refusal?.label.description == "statement_timeout")
            let answer = try await connection.one("SELECT 1").decode(Int32.self)
            #expect(answer == 1)
            await connection.close()
        }
    }

    @Test("an idle connection that stands on a silent network is noticed")
    func silentNetwork() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.database()
        try await withLoop { loop in
            let proxy = try FaultProxy(to: .loopback(port: UInt16(server.port)), on: loop)
            let blocking = try BlockingThread(name: "test-blocking")
            let text = database.connectionString(over: .tcp) + " port=\(proxy.address.port) sslmode=disable"
            let limits = PostgresLimits.test {
                $0.idleCheckInterval = .milliseconds(30)
                $0.answerGrace = .milliseconds(100)
            }
            let connection = try await DedicatedConnection.open(
                try DatabaseSettings(text, applicationName: "tests"), on: loop, blocking: blocking, limits: limits)
            #expect(connection.isOpen)
            proxy.plan(.toServer) { $0.dropAfter = 0 }
            await connection.lost()
            #expect(!connection.isOpen)
            await connection.close()
            await proxy.stop()
            await Task.detached { blocking.stop() }.value
        }
    }
}

private func withConnections(
    _ body: @escaping @Sendable (PostgresScene, () async throws -> DedicatedConnection) async throws -> Void
) async throws {
    try await PostgresScene.run(notes, limits: .test(connections: 1)) { scene in
        try await body(scene) {
            try await DedicatedConnection.open(scene.pool.settings, on: scene.loop, blocking: scene.blocking)
        }
    }
}
