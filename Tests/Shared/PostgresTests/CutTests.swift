import EventLoop
import LocalPostgres
import Postgres
import TestKit
import Testing

@Suite("Cuts under load") struct CutTests {
    @Test("what was acknowledged is there, what was refused is not, and what is unknown is there whole or not at all")
    func randomCuts() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.database()
        try await database.run("CREATE TABLE halves (id bigint, half int, PRIMARY KEY (id, half))")
        try await withLoop { loop in
            let proxy = try FaultProxy(to: .loopback(port: UInt16(server.port)), on: loop)
            let text = database.connectionString(over: .tcp) + " port=\(proxy.address.port) sslmode=disable"
            let limits = PostgresLimits.test(connections: 3) { $0.unitTimeout = .seconds(20) }
            try await PostgresScene.open(text, database, on: loop, limits) { scene in
                try await scene.pool.ready(until: .now + .seconds(30))
                let ledger = Recorded(Ledger())
                try await write(with: scene.pool, into: ledger, while: proxy, on: loop)
                try await check(ledger.value, against: database)
                #expect(scene.pool.counters.waiting == 0)
                #expect(scene.pool.counters.losses > 20, "the cuts hit")
            }
            await proxy.stop()
        }
    }

    private struct Ledger {
        var acknowledged: Set<Int> = []
        var refused: Set<Int> = []
        var unknown: Set<Int> = []
    }

    /// Twelve writers, each with batches and transactions in turn, while the network is cut again and again in either
    /// direction after a few bytes.
    private func write(
        with pool: Database, into ledger: Recorded<Ledger>, while proxy: FaultProxy, on loop: Loop
    ) async throws {
        let isOver = Recorded(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<12 {
                group.addTask(executorPreference: loop) {
                    var number = writer
                    while !isOver.value {
                        number += 12
                        await writeBothHalves(number, with: pool, into: ledger)
                    }
                }
            }
            var random = SeededRandom(seed: 0xc075)
            for _ in 0..<60 {
                let direction = random.next() % 2 == 0 ? FaultProxy.Direction.toServer : .toClient
                // Connections reset once they have carried that much; new ones die of it a little later.
                proxy.plan(direction) { $0.resetAfter = Int(2_000 + random.below(6_000)) }
                try await loop.sleep(for: .milliseconds(15 + Int(random.below(15))))
                proxy.plan(direction) { $0.resetAfter = nil }
                try await loop.sleep(for: .milliseconds(5))
            }
            isOver.update { $0 = true }
            try await group.waitForAll()
        }
    }

    private func check(_ ledger: Ledger, against database: PostgresDatabase) async throws {
        let lines = try await database.run("SELECT id, count(*) FROM halves GROUP BY id")
        var kept: [Int: Int] = [:]
        for line in lines.split(separator: "\n") {
            let columns = line.split(separator: "|").compactMap { Int($0) }
            if columns.count == 2 { kept[columns[0]] = columns[1] }
        }
        #expect(kept.values.allSatisfy { $0 == 2 }, "nothing is half there")
        #expect(ledger.acknowledged.allSatisfy { kept[$0] == 2 })
        #expect(ledger.refused.allSatisfy { kept[$0] == nil })
        #expect(ledger.acknowledged.count > 100)
        #expect(!ledger.unknown.isEmpty, "some cuts fell between COMMIT and its answer")
    }

    private func writeBothHalves(_ number: Int, with pool: Database, into ledger: Recorded<Ledger>) async {
        let end = await failure {
            guard number % 2 == 0 else {
                var batch = Batch(for: .system)
                batch.execute("INSERT INTO halves VALUES (\(number), 1)")
                batch.execute("INSERT INTO halves VALUES (\(number), 2)")
                _ = try await pool.run(batch)
                return
            }
            try await pool.transaction(for: .system) { tx in
                try await tx.execute("INSERT INTO halves VALUES (\(number), 1)")
                try tx.enqueue("INSERT INTO halves VALUES (\(number), 2)")
            }
        }
        ledger.update { ledger in
            switch end {
            case .none: ledger.acknowledged.insert(number)
            case .outcomeUnknown: ledger.unknown.insert(number)
            default: ledger.refused.insert(number)
            }
        }
    }
}
