public import EventLoop
public import Observability

/// Publishes records to a set of topics declared beforehand.
///
/// Model: `deliver` takes a batch and returns when each of its records has its outcome, one suspension for all of them.
/// Records of one key keep their order within a batch and from one call to the next. Batches may overlap; what finds no
/// room inside librdkafka waits in line outside, so a full queue is waiting and never an error.
///
/// Failure: a fatal error of the idempotent producer, a batch's deadline or `abandon` ends the handle, and with it
/// everything given to the producer so far, sent or waiting: records are only ever lost from the end of the line, so
/// that no successor overtakes its predecessor. The producer makes itself a new handle; whoever called decides, record
/// by record, what to do again. Without a broker it waits, for ever or until the deadline.
///
/// Used on its loop's thread only.
// Safety: what is public checks that it runs on the loop's thread, and everything else is called from there.
public final class KafkaProducer: @unchecked Sendable {
    public let loop: Loop
    /// The topics it may publish to.
    public let topics: [String]
    /// What it has done and is doing.
    public internal(set) var counters = ProducerCounters()
    /// The last error, until the next delivery: for health and `/ready`.
    public internal(set) var lastFault: KafkaFault?
    /// Declared topics that the cluster said it does not have.
    public internal(set) var missingTopics: [String] = []

    let settings: ProducerSettings
    private let declared: Set<String>
    let blocking: BlockingThread
    let logger: Logger
    let tasks: TaskSet
    let changed: LoopCondition
    var generation: ProducerGeneration?
    /// Every delivery under way, and those of them with records that librdkafka has not taken yet.
    var deliveries: [UInt32: Delivery] = [:]
    var waiting: [Delivery] = []
    var isClosing = false
    private var lastDelivery: UInt32 = 0

    /// Makes the handle and begins to learn about its topics. Needs no broker to be there.
    public init(
        _ settings: ProducerSettings, topics: [String], on loop: Loop, blocking: BlockingThread, logger: Logger
    ) throws {
        loop.checkIsolated()
        precondition(topics.count <= KafkaClientLimits.topicsMax, "a producer has a bounded number of topics")
        guard settings.faults.isEmpty else { throw KafkaSettingsRefused(faults: settings.faults) }
        self.loop = loop
        self.topics = topics
        declared = Set(topics)
        self.settings = settings
        self.blocking = blocking
        self.logger = logger
        tasks = TaskSet(on: loop)
        changed = LoopCondition(on: loop)
        try makeGeneration()
    }

    /// Whether the cluster was reached since the handle was made, and has every topic.
    public var isWarm: Bool { generation?.isWarm ?? false }

    /// Suspends until `isWarm`; false when the deadline came first.
    public func warmed(until deadline: MonotonicTime) async -> Bool {
        await changed.wait(until: deadline) { isWarm || isClosing } && isWarm
    }

    /// Publishes records and returns their outcomes, in their order, once all are known. Not ended by cancellation,
    /// which would leave records behind that nobody knows about: the deadline ends it, and everything else with it.
    public func deliver(_ records: [ProducerRecord], until deadline: MonotonicTime) async -> [DeliveryOutcome] {
        let delivery = begin(records, until: deadline)
        await delivery.resolved()
        return delivery.outcomes.map { outcome in
            guard let outcome else { preconditionFailure("a delivery is resolved when every record has its outcome") }
            return outcome
        }
    }

    /// Begins to publish records, for whoever does not want to wait for all of them: those of a partition without a
    /// leader have no outcome before it has one, or before the deadline, which ends everything under way.
    public func begin(_ records: [ProducerRecord], until deadline: MonotonicTime) -> Delivery {
        loop.checkIsolated()
        lastDelivery &+= 1
        let delivery = Delivery(lastDelivery, records, on: loop)
        guard !isClosing else { return refuse(delivery, .closed) }
        guard records.count <= KafkaClientLimits.deliveryRecordsMax, deliveries.count < KafkaClientLimits.deliveriesMax
        else { return refuse(delivery, .tooMany) }
        for (index, record) in records.enumerated() {
            if let fault = fault(of: record) { resolve(delivery, index, .notPersisted(fault)) }
        }
        guard !delivery.isResolved else { return delivery }
        counters.waiting += delivery.unresolved
        deliveries[delivery.number] = delivery
        waiting.append(delivery)
        if deadline != .never {
            let timer = loop.makeTimer { [unowned self] in end(.deadline) }
            loop.arm(timer, at: deadline)
            delivery.timer = timer
        }
        submitWaiting()
        return delivery
    }

    /// Takes note that more is known of a delivery.
    func progressed(_ delivery: Delivery) {
        if delivery.isResolved, deliveries.removeValue(forKey: delivery.number) != nil {
            if let timer = delivery.timer { loop.release(timer) }
            delivery.timer = nil
            changed.notify()
        }
        delivery.tell()
    }

    /// Publishes one record.
    public func deliver(_ record: ProducerRecord, until deadline: MonotonicTime) async -> DeliveryOutcome {
        await deliver([record], until: deadline)[0]
    }

    /// Drops everything given so far; each record gets its outcome, and a new handle is made. For a relay that has
    /// lost its right to publish.
    public func abandon() {
        loop.checkIsolated()
        end(.abandoned)
    }

    /// Takes no more records, lets those under way be delivered until `deadline`, drops the rest, and frees everything.
    /// False when librdkafka kept something.
    @discardableResult
    public func close(until deadline: MonotonicTime) async -> Bool {
        loop.checkIsolated()
        precondition(!isClosing, "a producer is closed once")
        isClosing = true
        _ = await changed.wait(until: deadline) { deliveries.isEmpty }
        end(.closed)
        // Each of its steps is bounded: the last reports, the blocking thread, librdkafka itself.
        _ = await changed.wait(until: .never) { generation == nil }
        return counters.stuckHandles == 0
    }

    /// What is wrong with a record whatever the cluster says.
    private func fault(of record: ProducerRecord) -> KafkaFault? {
        if record.key.isEmpty { return KafkaFault(.emptyKey) }
        if record.byteCount > settings.recordBytesMax { return KafkaFault(.recordTooLarge) }
        if record.headers.count > KafkaClientLimits.headersMax { return KafkaFault(.recordInvalid) }
        return declared.contains(record.topic) ? nil : KafkaFault(.undeclaredTopic)
    }

    private func refuse(_ delivery: Delivery, _ kind: KafkaFault.Kind) -> Delivery {
        for index in delivery.records.indices { resolve(delivery, index, .notPersisted(KafkaFault(kind))) }
        return delivery
    }
}
