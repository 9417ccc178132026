import EventLoop
import Identifiers
import KafkaClient
import LocalPostgres
import Observability
import PlatformProtocol
import ServiceRuntime

/// Gathers what a run has left behind.
struct EvidenceCollection: Sendable {
    private static let topic = BookingUpdated.type.topic

    let run: BenchRun
    let blocking: BlockingThread
    let logger: Logger

    private var partitions: [TopicPartition] {
        (0..<Self.topic.partitions).map { TopicPartition(Self.topic.name, Int32($0)) }
    }

    private var connection: KafkaConnection {
        KafkaConnection(bootstrapServers: run.broker.split(separator: ",").map(String.init), clientID: "checker")
    }

    /// How far the consumer's group is, and what its inbox knows. The consumer must be dead.
    func moment() async throws -> Evidence.Moment {
        let group = try GroupOffsets(
            connection, group: ServiceName.staff.rawValue, on: run.loop, blocking: blocking)
        let committed = try await group.committed(partitions, until: .now + EventsBenchLimits.brokerWait)
        await group.close()
        return Evidence.Moment(
            committed: Dictionary(uniqueKeysWithValues: committed.map { ($0.key.partition, $0.value) }),
            handled: try await handled())
    }

    /// Everything but the moments, which belong to the run.
    func evidence() async throws -> Evidence {
        var evidence = Evidence()
        evidence.stored = try await rows(RunQueries.stored).map {
            Evidence.Stored(event: $0.0, aggregate: $0.1, version: $0.2)
        }
        evidence.effects = try await rows(RunQueries.effects).map {
            Evidence.Effect(event: $0.0, aggregate: $0.1, version: $0.2)
        }
        evidence.handled = try await handled()
        evidence.waiting = try await run.number(RunQueries.outboxRows)
        evidence.deleters = try await run.database.run(RunQueries.deleters).split(separator: "\n").map(String.init)
        let ends = try await ends()
        evidence.lowest = ends.mapValues(\.lowerBound)
        evidence.published = try await log(ends)
        return evidence
    }

    /// Where each partition begins and ends.
    func ends() async throws -> [Int32: Range<Int64>] {
        let group = try GroupOffsets(connection, group: "checker", on: run.loop, blocking: blocking)
        let held = try await group.held(partitions, until: .now + EventsBenchLimits.brokerWait)
        await group.close()
        return Dictionary(uniqueKeysWithValues: held.map { ($0.key.partition, $0.value) })
    }

    /// The whole topic.
    private func log(_ ends: [Int32: Range<Int64>]) async throws -> [Evidence.Published] {
        let count = ends.values.reduce(0) { $0 + $1.count }
        var settings = ConsumerSettings(connection, group: "checker")
        settings.sessionTimeout = .seconds(6)
        let consumer = try KafkaConsumer(
            settings, topics: [Self.topic.name], on: run.loop, blocking: blocking, logger: logger)
        var published: [Evidence.Published] = []
        let deadline = MonotonicTime.now + EventsBenchLimits.drainWait
        while published.count < count, MonotonicTime.now < deadline {
            for record in try await consumer.next(atMost: 1_000) {
                consumer.finish(record.position)
                published.append(try Self.published(record))
            }
        }
        _ = await consumer.close(until: .now)
        guard published.count == count else { throw BenchFault.tooSlow("reading the topic") }
        return published.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    }

    private static func published(_ record: ConsumedRecord) throws -> Evidence.Published {
        var headers: [EventHeader] = []
        record.headers.visit { name, value in headers.append(EventHeader(name, value.map(Array.init) ?? [])) }
        let envelope = try Envelope(
            topic: record.topic, key: record.key, value: record.value, headers: headers, brokerTime: nil)
        return Evidence.Published(
            event: envelope.id.uuid, aggregate: envelope.aggregateID, version: envelope.aggregateVersion,
            partition: record.partition, offset: record.offset)
    }

    private func handled() async throws -> Set<UUID128> {
        Set(
            try await run.database.run(RunQueries.handled).split(separator: "\n").map {
                guard let id = UUID128(String($0)) else { throw BenchFault.unreadable("the inbox") }
                return id
            })
    }

    private func rows(_ query: String) async throws -> [(UUID128, UUID128, Int)] {
        try await run.database.run(query).split(separator: "\n").map { line in
            let parts = line.split(separator: "|").map(String.init)
            guard parts.count == 3, let event = UUID128(parts[0]), let aggregate = UUID128(parts[1]),
                let version = Int(parts[2])
            else { throw BenchFault.unreadable("a row: \(line)") }
            return (event, aggregate, version)
        }
    }
}
