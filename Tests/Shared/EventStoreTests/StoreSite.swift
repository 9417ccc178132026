import EventLoop
import Identifiers
import JSON
import LocalPostgres
import Messaging
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@testable import EventStore

/// A service's database with outboxes that write into each class, and both roles.
struct StoreSite: Sendable {
    let test: ServiceTestDatabase
    let loop: Loop
    let app: Database
    let system: Database
    let clock: SetClock
    let outboxes: [Int: Outbox]

    static let own = OrganizationID(UUID128(high: 0x1111, low: 0x2222))
    static let other = OrganizationID(UUID128(high: 0x3333, low: 0x4444))
    /// The middle of January 2016: long ago by any server's clock.
    static let start = Timestamp(secondsSinceEpoch: 1_452_816_000)

    var sealer: ChainSealer { ChainSealer(system, clock: clock) }
    var verifier: ChainVerifier { ChainVerifier(system) }
    var maintenance: PartitionMaintenance { PartitionMaintenance(system, clock: clock) }
    var own: StoredEvents { StoredEvents(app, for: .organization(Self.own)) }
    var everybodys: StoredEvents { StoredEvents(system, for: .system) }

    /// Appends one event, as the outbox does, with a version that the caller counts.
    @discardableResult
    func tell(
        _ about: UUID128, version: Int = 1, years: Int = 7, of organization: OrganizationID = own,
        cause: EventCause? = nil, note: String = "", metadata: JSONObject = [:]
    ) async throws -> EventID {
        var batch = Batch(for: .organization(organization))
        let id = try append(about, version, years, cause, note, metadata, to: &batch)
        _ = try await app.run(batch)
        return id
    }

    func append(
        _ about: UUID128, _ version: Int, _ years: Int, _ cause: EventCause?, _ note: String, _ metadata: JSONObject,
        to batch: inout Batch
    ) throws -> EventID {
        let outbox = try #require(outboxes[years])
        let cause = cause ?? .command(key(9_999), by: ActorID("tester"))
        switch years {
        case 1: return try outbox.append(KitTold(about, note), version: version, cause: cause, to: &batch)
        case 3:
            return try outbox.append(
                PlaceTold(about, note), version: version, cause: cause, metadata: metadata, to: &batch)
        default:
            return try outbox.append(
                LawTold(about, note), version: version, cause: cause, metadata: metadata, to: &batch)
        }
    }

    /// As a superuser, whom nothing holds back.
    @discardableResult
    func tamper(_ sql: String) async throws -> String { try await test.database.run(sql) }

    func number(_ sql: String) async throws -> Int { Int(try await tamper(sql)) ?? -1 }
}

/// A clock that stands where it is set.
final class SetClock: WallClock {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) { moment = Mutex(start) }

    var now: Timestamp { moment.withLock { $0 } }

    func set(_ time: Timestamp) { moment.withLock { $0 = time } }

    /// To the middle of another month.
    func pass(months: Int) { set(now.after(months: months)) }
}

extension Timestamp {
    func after(months: Int) -> Timestamp { advanced(by: .seconds(months * 2_629_746)) }
}

/// Events of the three classes: what tests tell in the place of the services' own.
struct LawTold: EventPayload {
    static let type = EventType.complianceChecked
    let about: UUID128
    let note: String
    var aggregateID: UUID128 { about }

    init(_ about: UUID128, _ note: String) { (self.about, self.note) = (about, note) }

    static let json = JSONType.openRecord(
        Self.init, Field("bookingId", \.about, .uuid128), Field("note", \.note, .string(length: 0...1_000_000)))
}

struct PlaceTold: EventPayload {
    static let type = EventType.locationCreated
    let about: UUID128
    let note: String
    var aggregateID: UUID128 { about }
    var location: JSONValue { ["note": .string(note)] }

    init(_ about: UUID128, _ note: String) { (self.about, self.note) = (about, note) }

    static let json = JSONType.openRecord(
        { (about: UUID128, note: String, _: JSONValue) in Self(about, note) },
        Field("locationId", \.about, .uuid128), Field("note", \.note, .string(length: 0...1_000)),
        Field("location", \.location, .any))
}

struct KitTold: EventPayload {
    static let type = EventType.kitReleased
    let about: UUID128
    let note: String
    var aggregateID: UUID128 { about }

    init(_ about: UUID128, _ note: String) { (self.about, self.note) = (about, note) }

    static let json = JSONType.openRecord(
        Self.init, Field("kitAssignmentId", \.about, .uuid128), Field("note", \.note, .string(length: 0...1_000)))
}

/// Runs `body` with a database of its own.
func withStore(
    at start: Timestamp = StoreSite.start, _ body: @escaping @Sendable (StoreSite) async throws -> Void
) async throws {
    try await withServiceDatabase(.booking) { test in
        let blocking = try BlockingThread()
        let result: Result<Void, any Error>
        do {
            try await withLoop { loop in
                var limits = PostgresLimits()
                // What is late on a machine where everything runs at once is not broken.
                (limits.waitTimeout, limits.unitTimeout, limits.connectTimeout) = (
                    .seconds(60), .seconds(60), .seconds(60)
                )
                limits.connections = 3
                let app = Database(try test.settings(), on: loop, blocking: blocking, limits: limits)
                let system = Database(try test.settings(as: .system), on: loop, blocking: blocking, limits: limits)
                let clock = SetClock(start)
                func outbox(_ service: ServiceName, _ type: any EventPayload.Type) throws -> Outbox {
                    Outbox(try EventPublisher(service, publishes: [type]), gate: OutboxGate(), clock: clock)
                }
                let site = StoreSite(
                    test: test, loop: loop, app: app, system: system, clock: clock,
                    outboxes: [
                        1: try outbox(.kits, KitTold.self), 3: try outbox(.regions, PlaceTold.self),
                        7: try outbox(.compliance, LawTold.self),
                    ])
                let outcome: Result<Void, any Error>
                do {
                    try await app.ready(until: .now + .seconds(60))
                    try await system.ready(until: .now + .seconds(60))
                    outcome = .success(try await body(site))
                } catch {
                    outcome = .failure(error)
                }
                await app.close(by: .now + .seconds(2))
                await system.close(by: .now + .seconds(2))
                try outcome.get()
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await Task.detached { blocking.stop() }.value
        try result.get()
    }
}

func key(_ number: Int) -> UUID128 { UUID128(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number)) }
