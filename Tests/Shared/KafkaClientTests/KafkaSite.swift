import EventLoop
import Identifiers
import KafkaClient
import KafkaMock
import Observability
import Synchronization
import TestKit

/// A mock cluster with a loop, and what clients need beside them.
struct KafkaSite: Sendable {
    let loop: Loop
    let cluster: HostedCluster
    let blocking: BlockingThread
    let logger: Logger
    let lines: CapturedLines

    var connection: KafkaConnection {
        var connection = KafkaConnection(bootstrapServers: cluster.bootstrapServers, clientID: "test")
        connection.socketTimeout = .seconds(2)
        connection.reconnectDelayMax = .milliseconds(100)
        return connection
    }

    func producer(
        _ topics: [String], _ change: (inout ProducerSettings) -> Void = { _ in }
    ) throws -> KafkaProducer {
        var settings = ProducerSettings(connection)
        settings.linger = .zero
        change(&settings)
        return try KafkaProducer(settings, topics: topics, on: loop, blocking: blocking, logger: logger)
    }

    func consumer(
        _ topics: [String], group: String = "group", hooks: KafkaConsumerHooks = KafkaConsumerHooks(),
        _ change: (inout ConsumerSettings) -> Void = { _ in }
    ) throws -> KafkaConsumer {
        var settings = ConsumerSettings(connection, group: group)
        settings.sessionTimeout = .seconds(6)
        settings.heartbeatInterval = .milliseconds(500)
        settings.fetchWaitMax = .milliseconds(10)
        settings.commitInterval = .milliseconds(50)
        change(&settings)
        return try KafkaConsumer(settings, topics: topics, hooks: hooks, on: loop, blocking: blocking, logger: logger)
    }
}

/// Runs `body` on a loop of its own with a cluster of its own. Clients must be closed by the end.
func withKafka(
    brokers: Int = 1, topics: [String: Int] = ["events": 1],
    _ body: @escaping @Sendable (KafkaSite) async throws -> Void
) async throws {
    let blocking = try BlockingThread()
    let lines = CapturedLines()
    let output = try LogOutput(service: "test", level: .debug, clock: StandingClock(), descriptor: lines)
    let outcome: Result<Void, any Error>
    do {
        try await withLoop { loop in
            try await withHostedCluster(brokers: brokers, topics: topics, on: loop) { cluster in
                try await body(
                    KafkaSite(loop: loop, cluster: cluster, blocking: blocking, logger: Logger(output), lines: lines))
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
    try outcome.get()
}

/// A clock that stands still: what is logged here is looked at for its words only.
struct StandingClock: WallClock {
    var now: Timestamp { Timestamp(secondsSinceEpoch: 0) }
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

extension ProducerRecord {
    /// A record with a text for its key and its value.
    static func text(_ topic: String, _ key: String, _ value: String) -> ProducerRecord {
        ProducerRecord(topic: topic, key: Array(key.utf8), value: Array(value.utf8))
    }
}

extension ConsumedRecord {
    var text: String { String(decoding: value ?? [], as: UTF8.self) }
}

extension KafkaConsumer {
    /// Takes records and finishes them until there are `count`.
    func take(_ count: Int, within limit: Duration = .seconds(60)) async throws -> [ConsumedRecord] {
        let deadline = MonotonicTime.now + limit
        return try await withDeadline(deadline, on: loop) {
            var taken: [ConsumedRecord] = []
            while taken.count < count {
                let batch = try await self.next(atMost: count - taken.count)
                try Task.checkCancellation()
                for record in batch { self.finish(record.position) }
                taken += batch
            }
            return taken
        }
    }
}

/// Soon enough for anything that is not broken.
var soon: MonotonicTime { .now + .seconds(30) }
