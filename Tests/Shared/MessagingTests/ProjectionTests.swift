import EventLoop
import Identifiers
import KafkaClient
import LocalPostgres
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Messaging

@Suite("A copy of another service's aggregate")
struct ProjectionTests {
    @Test(
        "it takes what is newer and leaves alone what is not",
        arguments: [([1, 2, 3], [true, true, true], 3), ([3, 1, 2, 3, 4], [true, false, false, false, true], 4)])
    func newer(_ versions: [Int], _ applied: [Bool], _ last: Int) async throws {
        try await withMessaging { site in
            var results: [Bool] = []
            for version in versions { results.append(try await site.copy(key(1), version)) }
            #expect(results == applied)
            #expect(try await site.versionOfCopy(key(1)) == last)
        }
    }

    @Test(
        "of two that make the first copy at once the second breaks its key, and its next attempt finds the copy",
        arguments: [(1, 2), (2, 1)])
    func race(_ early: Int, _ late: Int) async throws {
        try await withMessaging { site in
            let (found, mayInsert, isInserted) = (Signal(), Signal(), Signal())
            async let second: Bool = site.copy(key(1), late) {
                // Neither has found a copy, and the first one now makes one.
                await found.set()
                await mayInsert.wait()
            }
            await found.wait()
            async let first: Bool = site.copy(key(1), early) {
            } inserted: {
                await isInserted.set()
                // The second one's insertion waits for our commit or rollback, so it must come before.
                try await wait(until: "the second one waits for the first") {
                    try await site.test.database.run(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO copies%'
                        """) == "1"
                }
            }
            await isInserted.wait()
            await mayInsert.set()
            #expect(try await first)
            do {
                _ = try await second
                Issue.record("both have inserted the copy")
            } catch let error as PostgresError {
                guard case .uniqueViolation = error else { throw error }
                guard case .failed = Verdict(error, isOverdue: false, isCancelled: false) else {
                    Issue.record("the consumer must try it again where it stands")
                    return
                }
            }
            let again = try await site.copy(key(1), late)
            #expect(again == (late > early))
            #expect(try await site.versionOfCopy(key(1)) == max(early, late))
        }
    }

    @Test("two that move the same copy on do so one after the other, and it never goes back")
    func concurrent() async throws {
        try await withMessaging { site in
            _ = try await site.copy(key(1), 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for version in (2...9).shuffled() {
                    group.addTask(executorPreference: site.loop) { _ = try await site.copy(key(1), version) }
                }
                try await group.waitForAll()
            }
            #expect(try await site.versionOfCopy(key(1)) == 9)
        }
    }

    @Test("under a consumer, the loser of the race is tried again, and the copy ends at the newest version")
    func underConsumer() async throws {
        try await withMessaging(partitions: 4) { site in
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    // All keys tell of one aggregate, so that lanes meet there.
                    try await transaction.applyIfNewer(
                        envelope, than: "SELECT version FROM copies WHERE id = \(key(0)) FOR UPDATE"
                    ) {
                        try await transaction.execute("SELECT pg_sleep(\(0.01))")
                        try await MessagingSite.moveCopy(key(0), to: told.number, transaction)
                    }
                }
            ])
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for number in 1...6 { try await site.tell(key(number), number) }
                    try await wait(until: "all are dealt with") {
                        try await site.count("SELECT count(*) FROM inbox") == 21
                    }
                }
            }
            #expect(try await site.versionOfCopy(key(0)) == 6)
            #expect(site.outcome(.dead) == 0)
        }
    }
}

extension MessagingSite {
    fileprivate static func moveCopy(_ id: UUID128, to version: Int, _ transaction: Transaction) async throws {
        let version = Int32(version)
        let moved = try await transaction.execute("UPDATE copies SET version = \(version) WHERE id = \(id)")
        guard moved == 0 else { return }
        try await transaction.execute("INSERT INTO copies (id, version) VALUES (\(id), \(version))")
    }

    /// Applies an event to a copy as a handler would: whether it was newer. `looked` runs when the copy has been looked
    /// for, `inserted` when it has been made and not committed.
    fileprivate func copy(
        _ id: UUID128, _ version: Int, looked: @Sendable () async throws -> Void = {},
        inserted: @Sendable () async throws -> Void = {}
    ) async throws -> Bool {
        let envelope = try Envelope(value: record(id, version).value ?? [])
        return try await database.transaction(for: .organization(Self.organization)) { transaction in
            try await transaction.applyIfNewer(
                envelope, than: "SELECT version FROM copies WHERE id = \(id) FOR UPDATE"
            ) {
                try await looked()
                try await Self.moveCopy(id, to: version, transaction)
                try await inserted()
            }
        }
    }

    fileprivate func versionOfCopy(_ id: UUID128) async throws -> Int {
        try await count("SELECT version::bigint FROM copies WHERE id = \(id)")
    }
}
