import EventLoop
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import Synchronization
import TestKit
import Testing

@testable import EventStore

@Suite("A position that has settled")
struct SettledTests {
    @Test("while somebody who has a lower number is still at work, no higher one has settled")
    func late() async throws {
        try await withStore { site in
            let settled = SettledPosition(database: site.system)
            #expect(try await settled.current() == 0)
            let (isWritten, mayCommit) = (Signal(), Signal())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: site.loop) {
                    try await site.app.transaction(for: .organization(StoreSite.own)) { transaction in
                        var batch = Batch(for: .organization(StoreSite.own))
                        _ = try site.append(key(1), 1, 7, nil, "late", [:], to: &batch)
                        _ = try await transaction.run(batch)
                        await isWritten.set()
                        await mayCommit.wait()
                    }
                }
                await isWritten.wait()
                // It has the number 1, and this has 2 and commits first.
                try await site.tell(key(2))
                #expect(try await settled.current(waitingAtMost: .milliseconds(100)) == nil)
                #expect(try await site.everybodys.events(ofTypes: [.complianceChecked]).events.map(\.position) == [2])
                async let sealed = site.sealer.seal()
                await mayCommit.set()
                #expect(try await sealed.events == 2)
                try await group.waitForAll()
            }
            #expect(try await settled.current() == 2)
            let report = try await site.verifier.verify()
            #expect(report.events == 2 && report.fault == nil && report.unsealed == 0)
        }
    }

    @Test("readers and those who write elsewhere keep nobody waiting")
    func others() async throws {
        try await withStore { site in
            try await site.tell(key(1))
            try await site.app.transaction(for: .organization(StoreSite.own)) { transaction in
                _ = try await transaction.rows("SELECT id FROM event_store")
                try await transaction.execute(
                    """
                    INSERT INTO outbox (event_id, organization_id, topic, key, headers, created_at)
                    VALUES (\(key(3)), \(StoreSite.own), 't', 'k', '[]', now())
                    """)
                let settled = SettledPosition(database: site.system)
                #expect(try await settled.current(waitingAtMost: .zero) == 1)
            }
        }
    }

    @Test(
        "under writers that overtake each other and roll back, each committed row is sealed exactly once",
        arguments: [1, 2, 3])
    func seeds(_ seed: Int) async throws {
        try await withStore { site in
            let isOver = Flag()
            let committed = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask(executorPreference: site.loop) {
                    while !isOver.isSet { _ = try await site.sealer.seal() }
                    return 0
                }
                for writer in 0..<6 {
                    group.addTask(executorPreference: site.loop) {
                        try await site.write(writer, 12, SeededRandom(seed: UInt64(seed * 100 + writer)))
                    }
                }
                var total = 0
                for _ in 0..<6 { total += try await group.next() ?? 0 }
                isOver.set()
                for try await count in group { total += count }
                return total
            }
            _ = try await site.sealer.seal()
            let report = try await site.verifier.verify()
            #expect(report.fault == nil, "seed \(seed): \(String(describing: report.fault))")
            #expect(report.events == Int64(committed) && report.unsealed == 0, "seed \(seed)")
        }
    }
}

private struct RolledBack: Error {}

private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

extension StoreSite {
    /// Transactions of one to three events with pauses between them, of which some roll back. The number of events that
    /// were committed.
    fileprivate func write(_ writer: Int, _ count: Int, _ random: SeededRandom) async throws -> Int {
        var (random, committed) = (random, 0)
        for number in 0..<count {
            let (events, pauses) = (Int.random(in: 1...3, using: &random), Int.random(in: 0...8, using: &random))
            let isKept = Int.random(in: 0..<4, using: &random) > 0
            do {
                try await app.transaction(for: .organization(Self.own)) { transaction in
                    for event in 0..<events {
                        var batch = Batch(for: .organization(Self.own))
                        let about = key(writer * 1_000 + number * 10 + event)
                        _ = try append(about, 1, [1, 3, 7][event], nil, "", [:], to: &batch)
                        _ = try await transaction.run(batch)
                        for _ in 0..<pauses { _ = try await transaction.one("SELECT 1") }
                    }
                    if !isKept { throw RolledBack() }
                }
                committed += events
            } catch is RolledBack {}  // As drawn.
        }
        return committed
    }
}
