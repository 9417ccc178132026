import EventLoop
import Identifiers
import JSON
import KafkaClient
import KafkaMock
import LocalPostgres
import Migrations
import Observability
import PlatformProtocol
import Postgres
import PostgresTestKit
import Synchronization
import TestKit
import Testing

@testable import Messaging
@testable import ServiceRuntime

/// A database with an outbox and an inbox, a cluster, and a loop for whatever works between them.
struct MessagingSite: Sendable {
    let loop: Loop
    let cluster: HostedCluster
    let blocking: BlockingThread
    let logger: Logger
    let lines: CapturedLines
    let test: ServiceTestDatabase
    /// As the application, with a connection for each lane.
    let database: Database
    let system: Database
    let gate: OutboxGate
    let registry: MetricsRegistry
    let relayMetrics: RelayMetrics
    let consumerMetrics: ConsumerMetrics
    let outbox: Outbox

    static let organization = OrganizationID(UUID128(high: 0x1111, low: 0x2222))
    static let topic = "compliance.checked"
    static let deadLetters = "booking-management.compliance.checked.dlq"

    var connection: KafkaConnection {
        var connection = KafkaConnection(bootstrapServers: cluster.bootstrapServers, clientID: "test")
        connection.socketTimeout = .seconds(2)
        connection.reconnectDelayMax = .milliseconds(100)
        return connection
    }

    /// Appends the next events of an aggregate, each in a transaction of its own that locks its row.
    func tell(_ key: UUID128, _ count: Int = 1, padding: Int = 0) async throws {
        for _ in 0..<count {
            try await database.transaction(for: .organization(Self.organization)) { transaction in
                let version = try await transaction.one(
                    """
                    INSERT INTO aggregates (id, version) VALUES (\(key), 1)
                    ON CONFLICT (id) DO UPDATE SET version = aggregates.version + 1 RETURNING version
                    """
                ).decode(Int32.self)
                try outbox.append(
                    Told(about: key, number: Int(version), padding: padding), version: Int(version),
                    cause: .command(key, by: nil), in: transaction)
            }
        }
    }

    /// The same, as often as it takes while connections break.
    func tellInAnyCase(_ key: UUID128) async throws {
        while true {
            do {
                return try await tell(key)
            } catch let error as PostgresError where error.isTransient {
                try await database.ready(until: soon)
            }
        }
    }

    /// What was logged, for a wait that fails.
    func told() async -> String { lines.text }

    func count(_ statement: SQL) async throws -> Int {
        Int(try await database.one(statement, for: .organization(Self.organization)).decode(Int64.self))
    }

    func rowsInOutbox() async throws -> Int {
        Int(try await test.run("SELECT count(*) FROM outbox", as: .system).trimmed) ?? -1
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        return String(text)
    }
}

/// An event that tests tell, in the place of a check's answer.
struct Told: EventPayload {
    static let type = EventType.complianceChecked
    let about: UUID128
    let number: Int
    let padding: String

    var aggregateID: UUID128 { about }

    init(about: UUID128, number: Int, padding: Int = 0) {
        (self.about, self.number, self.padding) = (about, number, String(repeating: "x", count: padding))
    }

    init(about: UUID128, number: Int, padding: String) {
        (self.about, self.number, self.padding) = (about, number, padding)
    }

    static let json = JSONType.openRecord(
        Self.init, Field("bookingId", \.about, .uuid128), Field("number", \.number, .integer(0...Int.max)),
        Field("padding", \.padding, .string(length: 0...2_000_000)))
}

/// Runs `body` between a database and a cluster of its own.
func withMessaging(
    brokers: Int = 1, partitions: Int = 2, rowsMax: Int = 100_000,
    _ body: @escaping @Sendable (MessagingSite) async throws -> Void
) async throws {
    try await withServiceDatabase(.booking) { test in
        try await test.database.run(messagingTables)
        try await withMessaging(
            test, brokers: brokers, partitions: partitions, rowsMax: rowsMax, body)
    }
}

/// What tests write beside the platform's own tables.
let messagingTables = """
    CREATE TABLE aggregates (id uuid PRIMARY KEY, version integer NOT NULL);
    CREATE TABLE effects (
        position bigint GENERATED ALWAYS AS IDENTITY, event_id uuid NOT NULL, key uuid NOT NULL,
        version integer NOT NULL);
    CREATE TABLE copies (id uuid PRIMARY KEY, version integer NOT NULL);
    GRANT ALL ON aggregates, effects, copies TO booking_app;
    """

/// The same with a database that is there.
func withMessaging(
    _ test: ServiceTestDatabase, brokers: Int, partitions: Int, rowsMax: Int,
    _ body: @escaping @Sendable (MessagingSite) async throws -> Void
) async throws {
    let blocking = try BlockingThread()
    let lines = CapturedLines()
    let output = try LogOutput(service: "test", level: .debug, clock: SystemWallClock(), descriptor: lines)
    let outcome: Result<Void, any Error>
    do {
        try await withLoop { loop in
            let topics = [MessagingSite.topic: partitions, MessagingSite.deadLetters: 1]
            try await withHostedCluster(brokers: brokers, topics: topics, on: loop) { cluster in
                var limits = PostgresLimits()
                limits.connections = 8
                // A machine on which everything runs at once takes its time; what is slow is not broken.
                (limits.waitTimeout, limits.unitTimeout) = (.seconds(60), .seconds(60))
                let database = Database(try test.settings(), on: loop, blocking: blocking, limits: limits)
                limits.connections = 2
                let system = Database(
                    try test.settings(as: .system), on: loop, blocking: blocking, limits: limits)
                let registry = MetricsRegistry()
                let gate = OutboxGate(rowsMax: rowsMax)
                let publisher = try EventPublisher(.compliance, publishes: [Told.self])
                let site = MessagingSite(
                    loop: loop, cluster: cluster, blocking: blocking, logger: Logger(output), lines: lines, test: test,
                    database: database, system: system, gate: gate, registry: registry,
                    relayMetrics: RelayMetrics(registry),
                    consumerMetrics: ConsumerMetrics(registry),
                    outbox: Outbox(publisher, gate: gate, clock: SystemWallClock()))
                let result: Result<Void, any Error>
                do {
                    try await database.ready(until: soon)
                    try await system.ready(until: soon)
                    result = .success(try await body(site))
                } catch {
                    result = .failure(error)
                }
                await database.close(by: .now + .seconds(2))
                await system.close(by: .now + .seconds(2))
                try result.get()
            }
        }
        outcome = .success(())
    } catch {
        outcome = .failure(error)
    }
    await Task.detached {
        blocking.stop()
        output.close()
    }.value
    if case .failure = outcome { Issue.record("\(lines.text)") }
    try outcome.get()
}

/// Log lines, kept.
final class CapturedLines: LogDescriptor {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func write(_ batch: ArraySlice<UInt8>) -> LogTransfer {
        bytes.withLock { $0.append(contentsOf: batch) }
        return .wrote(batch.count)
    }

    func waitUntilWritable(atMost limit: Duration) {}
}

/// Soon enough for anything that is not broken.
var soon: MonotonicTime { .now + .seconds(30) }
