import EventLoop
import Identifiers
import PlatformProtocol
import Postgres
import ServiceRuntime
import Testing

@testable import EventStore

@Suite("Events are kept as long as their class says, and longer under a hold", .serialized)
struct RetentionTests {
    @Test("a range goes when its time is over, not a month before, and says what went")
    func time() async throws {
        try await withStore { site in
            for years in [1, 3, 7] { try await site.tell(key(years), years: years) }
            _ = try await site.maintenance.run()
            _ = try await site.sealer.seal()
            // The first range ends with January 2016.
            for (months, gone) in [(11, []), (13, ["event_store_1y_first"]), (37, ["event_store_3y_first"])] {
                site.clock.set(StoreSite.start.after(months: months))
                let outcomes = try await site.maintenance.run()
                #expect(
                    outcomes.flatMap(\.dropped).filter { $0.hasSuffix("y_first") } == gone, "after \(months) months")
                #expect(outcomes.flatMap(\.failures).isEmpty)
            }
            #expect(try await site.everybodys.events(of: .kitAssignment, key(1)).events.isEmpty)
            #expect(try await site.everybodys.events(of: .bookingCompliance, key(7)).events.count == 1)
            let told = try await site.tamper(
                "SELECT parent, retention_years, events, last_position FROM partition_drops WHERE events > 0 ORDER BY 1"
            )
            #expect(told == "event_store_1y|1|1|1\nevent_store_3y|3|1|2")
        }
    }

    @Test("a clock that is years ahead drops nothing that the server's clock would keep")
    func aheadOfTime() async throws {
        let now = SystemWallClock().now
        try await withStore(at: now) { site in
            try await site.tell(key(1), years: 1)
            _ = try await site.maintenance.run()
            _ = try await site.sealer.seal()
            site.clock.set(now.after(months: 22))
            let outcomes = try await site.maintenance.run()
            #expect(outcomes.flatMap(\.dropped).isEmpty)
            #expect(try await site.number("SELECT count(*) FROM event_store") == 1)
        }
    }

    @Test("what the chain does not know yet is not dropped")
    func unsealed() async throws {
        try await withStore { site in
            try await site.tell(key(1), years: 1)
            _ = try await site.maintenance.run()
            site.clock.pass(months: 13)
            let before = try #require(try await site.maintenance.run().first)
            #expect(before.unsealed == ["event_store_1y_first"] && before.dropped.isEmpty)
            _ = try await site.sealer.seal()
            let after = try #require(try await site.maintenance.run().first)
            #expect(after.dropped == ["event_store_1y_first"] && after.unsealed.isEmpty)
        }
    }

    /// What is held, and whether it keeps a partition with an event of `own` about kit 1.
    static let holds: [(HoldScope, Bool)] = [
        (.everything, true),
        (.organization(StoreSite.own), true),
        (.organization(StoreSite.other), false),
        (.aggregate(.kitAssignment, key(1)), true),
        (.aggregate(.kitAssignment, key(2)), false),
        (.aggregate(.booking, key(1)), false),
        (.aggregateOf(StoreSite.own, .kitAssignment, key(1)), true),
        (.aggregateOf(StoreSite.other, .kitAssignment, key(1)), false),
        (.aggregateOf(StoreSite.own, .kitAssignment, key(2)), false),
    ]

    @Test("a hold that covers one event keeps its partition, until it is released", arguments: holds.indices)
    func hold(_ row: Int) async throws {
        let (scope, keeps) = Self.holds[row]
        try await withStore { site in
            try await site.tell(key(1), years: 1)
            _ = try await site.maintenance.run()
            _ = try await site.sealer.seal()
            let holds = LegalHolds(site.system)
            #expect(try await holds.place(key(50), on: scope, because: "a court", by: "counsel", at: site.clock.now))
            #expect(try await !holds.place(key(50), on: scope, because: "twice", by: "counsel", at: site.clock.now))
            #expect(try await holds.list().map(\.scope) == [scope])
            site.clock.pass(months: 13)
            let held = try #require(try await site.maintenance.run().first)
            #expect(held.held == (keeps ? ["event_store_1y_first"] : []))
            #expect(held.dropped == (keeps ? [] : ["event_store_1y_first"]))
            #expect(try await holds.release(key(50), by: "judge", at: site.clock.now))
            #expect(try await !holds.release(key(50), by: "judge", at: site.clock.now))
            #expect(try await holds.list().isEmpty)
            let record = try #require(try await holds.list(inForce: false).first)
            #expect(record.release?.by == "judge" && record.reason == "a court" && record.placedBy == "counsel")
            let after = try #require(try await site.maintenance.run().first)
            #expect(after.dropped == (keeps ? ["event_store_1y_first"] : []))
        }
    }

    @Test("the application neither sees nor places a hold, and nobody rewrites one")
    func holdRights() async throws {
        try await withStore { site in
            let holds = LegalHolds(site.app)
            await #expect(throws: PostgresError.self) { try await holds.list() }
            await #expect(throws: PostgresError.self) {
                try await holds.place(key(1), on: .everything, because: "x", by: "y", at: site.clock.now)
            }
            let own = LegalHolds(site.system)
            _ = try await own.place(key(1), on: .everything, because: "x", by: "y", at: site.clock.now)
            let statements: [SQL] = [
                "UPDATE legal_holds SET reason = 'another'", "DELETE FROM legal_holds",
                "UPDATE partition_drops SET events = 0", "DELETE FROM event_chain", "UPDATE event_chain SET events = 0",
            ]
            for statement in statements {
                await #expect(throws: PostgresError.self, "\(statement.text)") {
                    try await site.system.execute(statement, for: .system)
                }
            }
        }
    }

    @Test("an event from before the inbox's memory is refused aloud, and one within it is taken")
    func inbox() async throws {
        try await withStore { site in
            _ = try await site.maintenance.run()
            site.clock.pass(months: 8)
            let outcome = try #require(try await site.maintenance.run().first { $0.table == .inbox })
            #expect(outcome.dropped == ["inbox_first", "inbox_2016_02", "inbox_2016_03", "inbox_2016_04"])
            #expect(outcome.failures.isEmpty)
            func enter(_ moment: Timestamp) async throws {
                let id = UUID128(high: UUID128(firstAt: moment).high | 0x7000, low: .max)
                _ = try await site.app.execute(
                    """
                    INSERT INTO inbox (consumer, event_id, organization_id, topic, partition, "offset", outcome,
                        handled_at)
                    VALUES ('c', \(id), \(StoreSite.own), 't', 0, 0, 'done', now()) ON CONFLICT DO NOTHING
                    """, for: .organization(StoreSite.own))
            }
            for months in [0, 3] {
                do {
                    try await enter(StoreSite.start.after(months: months))
                    Issue.record("an event whose row is gone was taken anew")
                } catch let error as PostgresError {
                    guard case .checkViolation("inbox_no_longer_knows", _) = error else { throw error }
                }
            }
            for months in [4, 8, 20] { try await enter(StoreSite.start.after(months: months)) }
            #expect(try await site.number("SELECT count(*) FROM inbox") == 3)
        }
    }
}
