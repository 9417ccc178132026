import BookingDomain
import BookingService
import EventLoop
import EventStore
import HTTPServer
import Identifiers
import LocalPostgres
import Messaging
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import ServiceHost
import ServiceTestKit
import TestKit
import Testing

@Suite("The copies of locations can be made anew from geographic-management's events")
struct RebuildTests {
    @Test("a spoilt copy is found by comparison and made good, by the very handlers that the service runs")
    func locations() async throws {
        try await withService(BookingManagement.self) { site in
            try await withServiceDatabase(.regions) { regions in
                try await site.rebuild(from: regions)
            }
        }
    }
}

extension ServiceSite where Running == BookingManagement {
    fileprivate func rebuild(from regions: ServiceTestDatabase) async throws {
        let blocking = try BlockingThread()
        let loop = database.loop
        let store = Database(try regions.settings(), on: loop, blocking: blocking)
        let source = Database(try regions.settings(as: .system), on: loop, blocking: blocking)
        let target = Database(try test.settings(as: .system), on: loop, blocking: blocking)
        let result: Result<Void, any Error>
        do {
            for pool in [store, source, target] { try await pool.ready(until: .now + .seconds(30)) }
            result = .success(try await rebuild(store, source, target))
        } catch {
            result = .failure(error)
        }
        for pool in [store, source, target] { await pool.close(by: .now + .seconds(2)) }
        await Task.detached { blocking.stop() }.value
        try result.get()
    }

    private func rebuild(_ store: Database, _ source: Database, _ target: Database) async throws {
        let outbox = Outbox(
            try EventPublisher(.regions, publishes: [LocationCreated.self, LocationApproved.self]), gate: OutboxGate(),
            clock: clock)
        for number in 1...12 {
            let id = LocationID(UUID128(high: 0x0192_f0c1_0000_7000, low: 0x8000_0000_0000_0100 | UInt64(number)))
            for version in 1...2 {
                let status: LocationStatus = version == 1 ? .pendingApproval : .approved
                let location = try Sample.location(id, status: status, capacity: number * 10, version: version)
                var batch = Batch(for: .organization(location.organizationID))
                let cause = EventCause.command(id.uuid, by: location.createdBy)
                let told = location.updatedAt
                if version == 1 {
                    let created = LocationCreated(createdBy: location.createdBy, createdAt: told, location: location)
                    try outbox.append(created, version: version, cause: cause, to: &batch)
                    try await hear(created, version: version, from: .regions, in: location.organizationID)
                } else {
                    let approved = LocationApproved(
                        approvedBy: location.createdBy, approvedAt: told, location: location)
                    try outbox.append(approved, version: version, cause: cause, to: &batch)
                    try await hear(approved, version: version, from: .regions, in: location.organizationID)
                }
                _ = try await store.run(batch)
            }
        }
        try await test.database.run(
            """
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO booking_owner', current_database()); END $$;
            INSERT INTO rebuildable_tables VALUES ('locations');
            """)
        let subscriptions = service.subscriptions()
        let consumer = try EventConsumer(.booking, subscriptions: subscriptions)
        let types = Set(subscriptions.map(\.type)).intersection([.locationCreated, .locationApproved])
        let shadow = ShadowBuild("locations_2", of: ["locations"], in: target)
        let replay = EventReplay(
            "booking-management.locations_2",
            to: ReplayHandler(of: .booking, types: types) { envelope, transaction in
                _ = try await consumer.handle(envelope, in: transaction)
            }, from: source, into: shadow)
        try await shadow.prepare()
        _ = try await replay.run()
        #expect(try await shadow.differences(of: "locations").isEmpty)
        try await test.database.run("UPDATE locations SET capacity = 1 WHERE capacity IN (20, 70)")
        #expect(try await shadow.differences(of: "locations").map(\.kind) == [.different, .different])
        let swapped = try await replay.swapIn(rest: .deleted)
        #expect(swapped.map(\.written) == [2] && swapped.map(\.deleted) == [0])
        #expect(try await test.database.run("SELECT sum(capacity), count(*) FROM locations") == "780|12")
    }
}
