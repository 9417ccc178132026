import EventLoop
import Identifiers
import JSON
import Messaging
import PlatformProtocol
import Postgres
import PostgresTestKit
import Synchronization
import TestKit
import Testing

@testable import EventStore

@Suite("Events are told once more, and touch nothing but a shadow", .serialized)
struct ReplayTests {
    @Test("the shadow becomes what the live table is, each aggregate's versions in order, and the live table stays")
    func same() async throws {
        try await withStore { site in
            try await site.places()
            let before = try await site.tamper("SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM copies c")
            let seen = Mutex<[UUID128: [Int]]>([:])
            let replay = try site.replay { told, envelope, _ in
                seen.withLock { $0[told.about, default: []].append(envelope.aggregateVersion) }
            }
            let outcome = try await replay.run()
            #expect(outcome.applied == 90)
            let versions = seen.withLock { $0 }
            #expect(versions.count == 30)
            for (_, versions) in versions { #expect(versions == [1, 2, 3]) }
            #expect(try await site.shadow.differences(of: "copies", ignoring: ["made_at"]).isEmpty)
            #expect(try await site.shadow.differences(of: "copies").count == 30, "made at other times")
            #expect(try await site.tamper("SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM copies c") == before)
            let record = try #require(try await EventSubscriptions(site.system).list(handler: replay.name).first)
            #expect(record.status == .done && record.mode == .replay && record.handled == 90)
            #expect(record.position == record.until && record.typeName == "LOCATION_CREATED")
            #expect(try await replay.run().applied == 0)
            try await site.place(1, version: 4, note: "more")
            #expect(try await replay.run().applied == 1)
        }
    }

    @Test(
        "one that was stopped goes on from its last commit, and applies each event once", arguments: [0, 1, 17, 60, 89])
    func resumed(_ stop: Int) async throws {
        try await withStore { site in
            try await site.places()
            let count = Mutex(0)
            let stopped = try site.replay { _, _, _ in
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                if number > stop { throw Unlucky() }
            }
            await #expect(throws: Unlucky.self) { try await stopped.run() }
            let subscriptions = EventSubscriptions(site.system)
            let failed = try #require(try await subscriptions.list(handler: stopped.name).first)
            #expect(failed.status == .failed && failed.lastError == "Unlucky" && failed.handled <= stop)
            let outcome = try await site.replay().run()
            #expect(outcome.applied + failed.handled == 90)
            let done = try #require(try await subscriptions.list(handler: stopped.name).first)
            #expect(done.status == .done && done.lastError == nil && done.handled == 90)
            #expect(try await site.number("SELECT min(applied) + max(applied) FROM shadow_places_2.copies") == 6)
            #expect(try await site.shadow.differences(of: "copies", ignoring: ["made_at"]).isEmpty)
        }
    }

    @Test("one that is cancelled has not failed")
    func cancelled() async throws {
        try await withStore { site in
            try await site.places()
            let isInside = Signal()
            let hanging = try site.replay { _, _, _ in
                await isInside.set()
                await waitForCancellation()
                throw CancellationError()
            }
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: site.loop) { _ = try await hanging.run() }
                await isInside.wait()
                group.cancelAll()
                await #expect(throws: (any Error).self) { try await group.waitForAll() }
            }
            let record = try #require(try await EventSubscriptions(site.system).list(handler: hanging.name).first)
            #expect(record.status == .running && record.handled == 0)
            #expect(try await site.replay().run().applied == 90)
        }
    }

    @Test("two who run the same replay: together they apply each event once")
    func twice() async throws {
        try await withStore { site in
            try await site.places()
            let (first, second) = (try site.replay(), try site.replay())
            async let one = attempt(first)
            async let two = attempt(second)
            _ = try await (one, two)
            _ = try await site.replay().run()
            let record = try #require(try await EventSubscriptions(site.system).list(handler: first.name).first)
            #expect(record.handled == 90)
            #expect(try await site.number("SELECT max(applied) FROM shadow_places_2.copies") == 3)
        }
    }

    /// Gives way to whoever else runs it.
    private func attempt(_ replay: EventReplay) async throws {
        do {
            _ = try await replay.run()
        } catch ReplayFault.movedByAnother {}  // The other one goes on.
    }

    @Test(
        "a handler that tells, or writes anything but its shadow, is refused by the database, and nothing is left of it"
    )
    func outside() async throws {
        try await withStore { site in
            try await site.places()
            let outbox = try #require(site.outboxes[3])
            let stored = try await site.number("SELECT count(*) FROM event_store")
            let deeds: [@Sendable (PlaceTold, Envelope, Transaction) async throws -> Void] = [
                { told, envelope, transaction in
                    try outbox.append(
                        PlaceTold(told.about, "told again"), version: 77, cause: .event(envelope), in: transaction)
                },
                { _, envelope, transaction in
                    try await transaction.execute(
                        """
                        INSERT INTO outbox (event_id, organization_id, topic, key, headers, created_at)
                        VALUES (\(envelope.id), \(envelope.organizationID), 't', 'k', '[]', now())
                        """)
                },
                { told, _, transaction in
                    try await transaction.execute("UPDATE public.copies SET note = '' WHERE id = \(told.about)")
                },
                { told, _, transaction in
                    try await transaction.execute("INSERT INTO notes VALUES (\(told.about), \(told.about))")
                },
                { _, envelope, transaction in
                    try await transaction.execute(
                        """
                        INSERT INTO inbox (consumer, event_id, organization_id, topic, partition, "offset", outcome,
                            handled_at)
                        VALUES ('c', \(envelope.id), \(envelope.organizationID), 't', 0, 0, 'done', now())
                        """)
                },
            ]
            for (number, deed) in deeds.enumerated() {
                let replay = try site.replay("deed \(number)", deed)
                do {
                    _ = try await replay.run()
                    Issue.record("deed \(number) was done")
                } catch let error as PostgresError {
                    #expect("\(error.label)" == "not_permitted", "deed \(number)")
                }
                let record = try #require(try await EventSubscriptions(site.system).list(handler: replay.name).first)
                #expect(record.status == .failed && record.lastError?.hasPrefix("not_permitted") == true)
                #expect(record.position == 0 && record.handled == 0)
            }
            #expect(try await site.number("SELECT count(*) FROM shadow_places_2.copies") == 0)
            #expect(try await site.number("SELECT count(*) FROM event_store") == stored)
            #expect(try await site.number("SELECT count(*) FROM outbox") == stored)
        }
    }

    @Test("a partition that goes before it was read ends the replay: a new one knows that it begins later")
    func dropped() async throws {
        try await withStore { site in
            try await site.places()
            _ = try await site.maintenance.run()
            _ = try await site.sealer.seal()
            let replay = try site.replay { _, _, _ in throw Unlucky() }
            await #expect(throws: Unlucky.self) { try await replay.run() }
            site.clock.pass(months: 37)
            #expect(try await site.maintenance.run().flatMap(\.dropped).contains("event_store_3y_first"))
            await #expect(throws: ReplayFault.eventsDropped) { try await site.replay().run() }
            let subscriptions = EventSubscriptions(site.system)
            #expect(try await subscriptions.list(handler: replay.name).first?.status == .failed)
            #expect(try await subscriptions.forget(replay.name))
            #expect(try await site.replay().run().applied == 0)
        }
    }

    @Test("a name belongs to one handler and its types")
    func names() async throws {
        try await withStore { site in
            try await site.places()
            let subscriptions = EventSubscriptions(site.system)
            try await subscriptions.declare("live", of: .booking, hears: [.locationCreated, .kitReleased])
            try await subscriptions.declare("live", of: .booking, hears: [.locationCreated])
            let live = try await subscriptions.list(handler: "live")
            #expect(live.map(\.typeName) == ["KIT_RELEASED", "LOCATION_CREATED"])
            #expect(live.map(\.isActive) == [false, true] && live.map(\.position) == [nil, nil])
            try await subscriptions.declare("live", of: .booking, hears: [.kitReleased])
            #expect(try await subscriptions.list(handler: "live").map(\.isActive) == [true, false])
            #expect(try await !subscriptions.forget("live"))
            await #expect(throws: ReplayFault.nameTaken("live")) { try await site.replay("live").run() }
            _ = try await site.replay("mine").run()
            let other = EventReplay(
                "mine", to: ReplayHandler(of: .booking, types: [.kitReleased]) { _, _ in }, from: site.system,
                into: site.shadow)
            await #expect(throws: ReplayFault.nameTaken("mine")) { try await other.run() }
            #expect(try await subscriptions.list().count == 3)
        }
    }
}

private struct Unlucky: Error {}
