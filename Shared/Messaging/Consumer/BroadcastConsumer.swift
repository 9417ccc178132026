public import EventLoop
public import KafkaClient
public import Observability
public import PlatformProtocol
public import ServiceRuntime

/// Hears every event of some topics in every instance of a service, for what each of them does for itself: telling the
/// clients that are connected to it.
///
/// Model: no group, no inbox, no offsets, nothing to wait for (`KafkaTail`). An instance hears what is published after it
/// began, each event at least once and in the order of its key. What is done with one has no effect that outlives the
/// instance, so nothing need be recognised when it comes twice; whatever must not be lost is a `ConsumerRuntime`'s.
///
/// Failure: what cannot be read is counted and passed over: the consumers that act on it put it where somebody will see
/// it. While the broker is away nothing is heard, and all of it afterwards.
// Safety: everything but `init` runs on the loop's thread, where `run` goes first.
public final class BroadcastConsumer: EventListener, @unchecked Sendable {
    public var name: String { "broadcast \(service.rawValue)" }
    private let service: ServiceName
    private let topics: [Topic]
    private let settings: TailSettings
    private let loop: Loop
    private let blocking: BlockingThread
    private let logger: Logger
    private let metrics: BroadcastMetrics
    private let handle: (Envelope) -> Void
    private var tail: KafkaTail?

    /// - Parameters:
    ///   - service: Whose consumer it is, as the registry names it.
    ///   - types: What is heard; others on the same topics are passed over.
    ///   - settings: How it reads.
    ///   - loop: Where everything runs.
    ///   - blocking: For what librdkafka cannot do without blocking.
    ///   - logger: Where it tells what happened.
    ///   - metrics: Where it counts.
    ///   - handle: Is given each event, on the loop; it does not wait, and what it cannot do it drops.
    /// - Throws: When the registry does not let the service hear one of the types.
    public init(
        _ service: ServiceName, hearing types: [EventType], settings: TailSettings, on loop: Loop,
        blocking: BlockingThread, logger: Logger, metrics: BroadcastMetrics, handle: @escaping (Envelope) -> Void
    ) throws(RegistryFault) {
        var topics: [Topic] = []
        for type in types where !topics.contains(type.topic) {
            guard type.topic.consumers.contains(service) else { throw .notConsumed(type, by: service) }
            topics.append(type.topic)
        }
        precondition(!topics.isEmpty, "a consumer hears something")
        self.types = Set(types)
        (self.service, self.topics, self.settings, self.loop) = (service, topics, settings, loop)
        (self.blocking, self.logger, self.metrics, self.handle) = (blocking, logger, metrics, handle)
    }

    private let types: Set<EventType>

    public func run(_ lifecycle: ServiceLifecycle) async throws {
        try await withTaskExecutorPreference(loop) {
            try await work(lifecycle)
        }
    }

    public var isListening: Bool { tail.map { !$0.partitions.isEmpty } ?? false }

    private func work(_ lifecycle: ServiceLifecycle) async throws {
        let tail = try KafkaTail(
            settings, topics: topics.map(\.name), on: loop, blocking: blocking, logger: logger)
        self.tail = tail
        lifecycle.started()
        let end = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask(executorPreference: loop) { [self] in
                do {
                    return .success(try await read(tail))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await lifecycle.stopRequested()
                return .success(())
            }
            let end = await group.next() ?? .success(())
            group.cancelAll()
            return end
        }
        self.tail = nil
        await tail.close()
        try end.get()
    }

    private func read(_ tail: KafkaTail) async throws {
        while true {
            let records = try await tail.next(atMost: MessagingLimits.takenAtOnce)
            guard !records.isEmpty else { return }
            for record in records { take(record) }
            metrics.lag.set(tail.lag)
            // Between two batches, those who are told have their turn.
            await Task.yield()
        }
    }

    private func take(_ record: ConsumedRecord) {
        do throws(EventFault) {
            let envelope = try record.envelope()
            guard types.contains(envelope.type) else { return metrics.ignored.add() }
            handle(envelope)
            metrics.heard.add()
        } catch {
            metrics.unreadable.add()
            logger.log(.warning, "broadcast event not readable") { line in
                line.add(.topic, record.topic)
                line.add(.partition, record.partition)
                line.add(.offset, record.offset)
                line.add(.reason, "\(error.label)")
            }
        }
    }
}

/// What a broadcast consumer tells about itself.
public struct BroadcastMetrics: Sendable {
    let heard: Counter
    let ignored: Counter
    let unreadable: Counter
    let lag: Gauge

    public init(_ registry: MetricsRegistry) {
        let events = registry.counters(
            "broadcast_events_total", "Events heard by this instance for its own clients, by what became of them.",
            [.declared("outcome", ["heard", "ignored", "unreadable"])])
        heard = events.with("heard")
        ignored = events.with("ignored")
        unreadable = events.with("unreadable")
        lag = registry.gauge("broadcast_lag", "Events published and not heard, where that is known.")
    }
}
