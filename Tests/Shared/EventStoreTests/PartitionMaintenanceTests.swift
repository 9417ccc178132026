import EventLoop
import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import ServiceRuntime
import TestKit
import Testing

@testable import EventStore

@Suite("Partitions are made ahead of time", .serialized)
struct PartitionCreationTests {
    @Test(
        "the first run bounds the default partition without moving a row and makes the months ahead; the next does nothing"
    )
    func first() async throws {
        try await withStore { site in
            try await site.tell(key(1))
            let file = "SELECT pg_relation_filenode('event_store_7y_first'), count(*) FROM event_store_7y_first"
            let before = try await site.tamper(file)
            let outcome = try #require(try await site.maintenance.run().first { $0.table == .sevenYears })
            #expect(
                outcome.made == [
                    "event_store_7y_first", "event_store_7y_rest", "event_store_7y_2016_02", "event_store_7y_2016_03",
                    "event_store_7y_2016_04",
                ])
            #expect(try await site.tamper(file) == before && before.hasSuffix("|1"))
            for outcome in try await site.maintenance.run() {
                #expect(outcome.made.isEmpty && outcome.failures.isEmpty && outcome.strays?.count == 0)
            }
            site.clock.pass(months: 2)
            let later = try #require(try await site.maintenance.run().first { $0.table == .sevenYears })
            #expect(later.made == ["event_store_7y_2016_05", "event_store_7y_2016_06"])
            try await site.tell(key(2))
            #expect(try await site.tamper("SELECT count(*) FROM event_store_7y_2016_03") == "1")
        }
    }

    @Test("a new partition hides its rows, grants nothing and refuses a version twice, like the first ones")
    func likeTheOthers() async throws {
        try await withStore { site in
            _ = try await site.maintenance.run()
            let open = try await site.tamper(
                """
                SELECT relname FROM pg_class WHERE relispartition AND relnamespace = 'public'::regnamespace
                    AND relkind = 'r' AND (NOT relrowsecurity OR NOT relforcerowsecurity
                        OR EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee <> relowner))
                """)
            #expect(open.isEmpty)
            site.clock.pass(months: 1)
            try await site.tell(key(1), version: 1)
            await #expect(throws: PostgresError.self) { try await site.tell(key(1), version: 1) }
            try await site.tell(key(1), version: 2)
            #expect(try await site.number("SELECT count(*) FROM event_store_7y_2016_02") == 2)
        }
    }

    @Test("a clock that jumps loses nothing: what has no range goes to the default partition, is told, and moves later")
    func jump() async throws {
        try await withStore { site in
            _ = try await site.maintenance.run()
            let (now, hour) = (site.clock.now, Duration.seconds(3600))
            for (number, moment) in [now.advanced(by: hour), now, now.advanced(by: .zero - hour)].enumerated() {
                site.clock.set(moment)
                try await site.tell(key(number))
            }
            // Half a year ahead, where no range is.
            site.clock.pass(months: 6)
            try await site.tell(key(10))
            #expect(try await site.number("SELECT count(*) FROM event_store_7y_rest") == 1)
            let wild = site.clock.now
            site.clock.set(now)
            let told = try #require(try await site.maintenance.run().first { $0.table == .sevenYears })
            #expect(told.strays?.count == 1 && told.strays?.oldest == wild)
            #expect(told.failures.isEmpty)
            // The row is read from where it is, and moves when its range is made.
            #expect(try await site.own.events(of: .bookingCompliance, key(10)).events.count == 1)
            let before = try await site.tamper("SELECT sum(position), count(*) FROM event_store")
            site.clock.pass(months: 5)
            let moved = try #require(try await site.maintenance.run().first { $0.table == .sevenYears })
            #expect(moved.rowsMoved == 1 && moved.strays?.count == 0)
            #expect(try await site.number("SELECT count(*) FROM event_store_7y_2016_07") == 1)
            #expect(try await site.tamper("SELECT sum(position), count(*) FROM event_store") == before)
        }
    }

    @Test("a default partition with ids that are no times gets no bound, and everything else goes on")
    func noTimes() async throws {
        try await withStore { site in
            try await site.tell(key(1))
            try await site.tamper("UPDATE event_store SET id = 'ffffffff-ffff-4fff-8fff-ffffffffffff'")
            for outcome in try await site.maintenance.run() {
                #expect(outcome.failures.count == (outcome.table == .sevenYears ? 1 : 0))
                #expect(outcome.made.isEmpty == (outcome.table == .sevenYears))
            }
            #expect(try await site.own.events(of: .bookingCompliance, key(1)).events.count == 1)
        }
    }

    @Test("a lock that somebody holds is not waited for long: the table is left for the next run, others are done")
    func locked() async throws {
        try await withStore { site in
            _ = try await site.maintenance.run()
            site.clock.pass(months: 1)
            try await site.app.transaction(for: .organization(StoreSite.own)) { transaction in
                // A reader that has seen all partitions of one class, and thinks about it.
                _ = try await transaction.rows("SELECT count(*) FROM event_store WHERE retention_years = 3")
                for outcome in try await site.maintenance.run() {
                    #expect(outcome.failures.count == (outcome.table == .threeYears ? 1 : 0), "\(outcome)")
                    if let error = outcome.failures.first as? PostgresError {
                        #expect("\(error.label)" == "lock_not_available")
                    }
                }
            }
            let after = try #require(try await site.maintenance.run().first { $0.table == .threeYears })
            #expect(after.made == ["event_store_3y_2016_05"])
        }
    }

    @Test("two that run at once make each partition once, while others write")
    func together() async throws {
        try await withStore { site in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask(executorPreference: site.loop) {
                        for outcome in try await site.maintenance.run() {
                            for error in outcome.failures {
                                // Either is a lock that was not got in time, which the next run makes good.
                                #expect((error as? PostgresError)?.isTransient == true, "\(error)")
                            }
                        }
                    }
                }
                for number in 0..<40 {
                    group.addTask(executorPreference: site.loop) {
                        try await site.tell(key(number), years: [1, 3, 7][number % 3])
                    }
                }
                try await group.waitForAll()
            }
            for outcome in try await site.maintenance.run() { #expect(outcome.failures.isEmpty) }
            #expect(try await site.number("SELECT count(*) FROM event_store") == 40)
            let ranges = try await site.number("SELECT count(*) FROM partitions_of('event_store_7y')")
            #expect(ranges == 5)
        }
    }

    @Test("the application can neither make nor drop a partition, and the system role only what the functions allow")
    func rights() async throws {
        try await withStore(at: SystemWallClock().now) { site in
            _ = try await site.maintenance.run()
            let calls: [SQL] = [
                "SELECT * FROM create_partitions('inbox', now(), 3, 10)",
                "SELECT drop_partition('inbox', 'inbox_first', now())", "SELECT * FROM stray_rows('inbox', 1)",
            ]
            for call in calls {
                await #expect(throws: PostgresError.self) { try await site.app.rows(call, for: .system) }
            }
            let refused: [SQL] = [
                "SELECT drop_partition('event_store_7y', 'bookings', now())",
                "SELECT drop_partition('bookings', 'bookings', now())",
                "SELECT drop_partition('event_store_7y', 'event_store_7y_rest', now() + interval '100 years')",
                // The server's clock has a say.
                "SELECT drop_partition('inbox', 'inbox_first', now() + interval '100 years')",
                "SELECT * FROM create_partitions('bookings', now(), 3, 10)",
                "SELECT * FROM create_partitions('inbox', now(), 25, 10)",
            ]
            for call in refused {
                await #expect(throws: PostgresError.self, "\(call.text)") {
                    try await site.system.rows(call, for: .system)
                }
            }
        }
    }
}
