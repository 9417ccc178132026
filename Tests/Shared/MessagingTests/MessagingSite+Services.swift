import EventLoop
import Identifiers
import KafkaClient
import Migrations
import Observability
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Messaging
@testable import ServiceRuntime

extension MessagingSite {
    /// Runs a service until `body` is through with it.
    func running(
        _ service: any Service, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let lifecycle = ServiceLifecycle {}
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: loop) { try await service.run(lifecycle) }
            try await body()
            lifecycle.requestStop()
            try await group.waitForAll()
        }
    }

    func relay(
        _ name: String = "relay", topics: [String] = OutboxRelay.topics(of: .compliance) + [deadLetters],
        _ change: (inout RelaySettings) -> Void = { _ in }
    ) throws -> OutboxRelay {
        var settings = RelaySettings()
        settings.deliveryMax = .seconds(3)
        settings.standbyPoll = .milliseconds(20)
        settings.measureInterval = .milliseconds(20)
        settings.quarantinePauses = (.milliseconds(50), .milliseconds(200))
        settings.brokerPauses = (.milliseconds(20), .milliseconds(200))
        settings.databasePauses = (.milliseconds(20), .milliseconds(200))
        change(&settings)
        var producer = ProducerSettings(connection)
        producer.linger = .zero
        return OutboxRelay(
            name: name, database: try test.settings(as: .system), producer: producer,
            topics: topics.filter { $0.hasPrefix("compliance.checked") || $0.hasSuffix(".checked.dlq") }, gate: gate,
            settings: settings, on: loop, blocking: blocking, clock: SystemWallClock(), logger: logger,
            metrics: relayMetrics)
    }

    func consumer(
        _ subscriptions: [EventSubscription], name: String = "booking-management", metrics: ConsumerMetrics? = nil,
        _ change: (inout ConsumerRuntimeSettings) -> Void = { _ in }
    ) throws -> ConsumerRuntime {
        var settings = ConsumerRuntimeSettings(connection)
        settings.kafka.sessionTimeout = .seconds(6)
        settings.kafka.heartbeatInterval = .milliseconds(500)
        settings.kafka.fetchWaitMax = .milliseconds(10)
        settings.kafka.commitInterval = .milliseconds(50)
        settings.measureInterval = .milliseconds(50)
        settings.stallPauses = (.milliseconds(10), .milliseconds(200))
        settings.failurePauses = (.milliseconds(1), .milliseconds(10))
        settings.delayedPauses = (.milliseconds(10), .milliseconds(50))
        settings.parkedInterval = .milliseconds(20)
        settings.putAsideInterval = .milliseconds(50)
        change(&settings)
        return ConsumerRuntime(
            try EventConsumer(.booking, name: name, subscriptions: subscriptions), settings: settings,
            database: database, system: system, gate: gate, blocking: blocking, clock: SystemWallClock(),
            logger: logger,
            metrics: metrics ?? consumerMetrics)
    }

    /// The effect that tests look for: a row for each time an event was handled.
    static let noting = EventSubscription.on(Told.self) { told, envelope, transaction in
        try note(told, envelope, transaction)
    }

    static func note(_ told: Told, _ envelope: Envelope, _ transaction: Transaction) throws {
        try transaction.enqueue(
            """
            INSERT INTO effects (event_id, key, version)
            VALUES (\(envelope.id), \(told.about), \(Int32(told.number)))
            """)
    }

    /// Each event's effects, by key in the order of their making.
    func effects() async throws -> [UUID128: [Int]] {
        let rows = try await database.rows(
            "SELECT key, version FROM effects ORDER BY position", for: .organization(Self.organization)
        ).decode(UUID128.self, Int32.self)
        var effects: [UUID128: [Int]] = [:]
        for (key, version) in rows { effects[key, default: []].append(Int(version)) }
        return effects
    }

    func waitForEffects(_ count: Int) async throws {
        try await wait(until: "there are \(count) effects", within: .seconds(30)) {
            try await self.count("SELECT count(*) FROM effects") >= count
        }
    }

    /// Everything that is counted, for a failure.
    @Sendable private func figures() async -> String {
        var bytes: [UInt8] = []
        registry.expose(to: &bytes)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
            !$0.hasPrefix("#") && !$0.hasSuffix(" 0") && !$0.contains("_bucket")
        }.joined(separator: "\n")
    }

    func waitForEmptyOutbox() async throws {
        try await wait(until: "the outbox is empty", within: .seconds(30), status: figures) {
            try await rowsInOutbox() == 0
        }
    }

    /// A raw producer, for what no service of ours would send.
    func producing(_ records: [ProducerRecord]) async throws {
        var settings = ProducerSettings(connection)
        settings.linger = .zero
        settings.recordBytesMax = 2_000_000
        let producer = try KafkaProducer(
            settings, topics: [Self.topic], on: loop, blocking: blocking, logger: logger)
        let outcomes = await producer.deliver(records, until: soon)
        let delivered = outcomes.count { $0.isDelivered }
        #expect(delivered == records.count)
        await producer.close(until: soon)
    }

    /// Everything that is in a topic, read by a group of its own until there are `count` events.
    func log(_ topic: String, _ count: Int, group: String = "reader") async throws -> [ConsumedRecord] {
        let reader = try LogReader(self, topic, group: group)
        let records = try await reader.read(count)
        await reader.close()
        return records
    }

    func outcome(_ outcome: ConsumerMetrics.Outcome, of consumer: String = "booking-management") -> Int {
        Int(consumerMetrics.events.with(consumer, Self.topic, outcome.rawValue).value)
    }
}

/// Reads a topic from its beginning. Made early, it joins its group while the test does other things.
struct LogReader: Sendable {
    let consumer: KafkaConsumer

    init(_ site: MessagingSite, _ topic: String = MessagingSite.topic, group: String = "reader") throws {
        var settings = ConsumerSettings(site.connection, group: group)
        settings.sessionTimeout = .seconds(6)
        settings.heartbeatInterval = .milliseconds(500)
        settings.fetchWaitMax = .milliseconds(10)
        consumer = try KafkaConsumer(
            settings, topics: [topic], on: site.loop, blocking: site.blocking, logger: site.logger)
    }

    /// Reads until there are so many different events; there may be more records.
    func read(_ count: Int) async throws -> [ConsumedRecord] {
        try await withDeadline(.now + .seconds(60), on: consumer.loop) {
            var records: [ConsumedRecord] = []
            while Set(records.map { $0.headers["ce_id"] }).count < count {
                let batch = try await consumer.next(atMost: 1_000)
                try Task.checkCancellation()
                for record in batch { consumer.finish(record.position) }
                records += batch
            }
            return records
        }
    }

    func close() async {
        await consumer.close(until: soon)
    }
}

extension [ConsumedRecord] {
    /// The versions of each key in the order of their first occurrence.
    var firstOccurrences: [String: [Int]] {
        var seen: Set<[UInt8]> = []
        var versions: [String: [Int]] = [:]
        for record in self {
            guard let id = record.headers["ce_id"], seen.insert(id).inserted, let key = record.key,
                let version = record.headers.text("aggregate-version").flatMap(Int.init)
            else { continue }
            versions[String(decoding: key, as: UTF8.self), default: []].append(version)
        }
        return versions
    }
}

/// Ids that differ.
func key(_ number: Int) -> UUID128 { UUID128(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number)) }
