import CRDKafka
public import EventLoop
public import Observability

/// Reads a set of topics as a member of a group.
///
/// Model: `next` hands out records; whoever got them says `finish` for each when its effect is durable. What may be
/// committed is the contiguous run of finished records of each partition (`OffsetWindow`), and that is committed every
/// interval, when a partition is taken away, and at the end. Every assignment has an epoch, so what belongs to an
/// earlier one changes nothing. Records wait inside librdkafka, bounded in bytes, until `next` takes them; rebalances,
/// commits and errors come through a queue of their own and never wait behind records.
///
/// A rebalance takes everything away first (the eager protocol): hand out nothing more, tell `revoking`, wait bounded
/// for what was begun, commit, let go. A pause lasts as long as the assignment; librdkafka would keep it beyond, and
/// the partition would be stuck for good, so it is lifted when the partition comes back.
///
/// Failure: librdkafka reconnects and rejoins by itself for ever; `lastFault` and `failed` tell of it. Only a fatal
/// fault ends `next`. A record may be handed out again after any crash or rebalance, here or to another member: its
/// handler must recognise it.
///
/// Used on its loop's thread only, with one caller of `next`.
// Safety: what is public checks that it runs on the loop's thread, and everything else is called from there; what goes
// to the blocking thread is the handle.
public final class KafkaConsumer: @unchecked Sendable {
    public let loop: Loop
    public let topics: [String]
    public internal(set) var counters = ConsumerCounters()
    /// The last error, until the cluster is heard from again: for health.
    public internal(set) var lastFault: KafkaFault?

    let settings: ConsumerSettings
    let hooks: KafkaConsumerHooks
    let blocking: BlockingThread
    let logger: Logger
    let handle: KafkaHandle
    let tasks: TaskSet
    let changed: LoopCondition
    let controlWake: WakeDescriptor
    let recordWake: WakeDescriptor
    var control: KafkaQueue?
    var records: KafkaQueue?

    /// By slot, which positions name; empty between assignments.
    var assigned: [AssignedPartition] = []
    var slots: [TopicPartition: Int] = [:]
    var lastEpoch: UInt32 = 0
    /// What librdkafka holds paused, which it does beyond the assignment in which that was asked for.
    var pausedInLibrary: Set<TopicPartition> = []
    var rebalances: [Rebalance] = []
    var isRebalancing = false
    /// Whether the group has said which partitions are this member's, be they none.
    public internal(set) var isMember = false
    var commits: Set<UInt64> = []
    var lastCommit: UInt64 = 0
    var commitTimer: TimerID?
    var fatalFault: KafkaFault?
    var isClosing = false
    /// Parts of the time a close may take: what handlers get, and by when the last commit is answered.
    var handlersDeadline = MonotonicTime.never
    var commitDeadline = MonotonicTime.never
    private var isWaiting = false
    private var lastRecord = RecordSource()

    /// Joins the group. Needs no broker to be there.
    public init(
        _ settings: ConsumerSettings, topics: [String], hooks: KafkaConsumerHooks = KafkaConsumerHooks(),
        on loop: Loop, blocking: BlockingThread, logger: Logger
    ) throws {
        loop.checkIsolated()
        precondition(
            !topics.isEmpty && topics.count <= KafkaClientLimits.topicsMax, "a consumer has a bounded number of topics")
        guard settings.faults.isEmpty else { throw KafkaSettingsRefused(faults: settings.faults) }
        (self.loop, self.topics, self.settings, self.hooks) = (loop, topics, settings, hooks)
        (self.blocking, self.logger) = (blocking, logger)
        tasks = TaskSet(on: loop)
        changed = LoopCondition(on: loop)
        handle = try KafkaHandle(
            RD_KAFKA_CONSUMER, settings.properties,
            events: RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_REBALANCE
                | RD_KAFKA_EVENT_OFFSET_COMMIT | RD_KAFKA_EVENT_FETCH)
        controlWake = try WakeDescriptor(on: loop)
        recordWake = try WakeDescriptor(on: loop)
        openQueues()
        subscribe()
        tasks.add { [self] in await pump() }
        let timer = loop.makeTimer { [unowned self] in commitTick() }
        commitTimer = timer
        loop.arm(timer, at: loop.now + settings.commitInterval)
    }

    /// The next records, at least one; waits for the first. Empty when the consumer is closing or the calling task is
    /// cancelled. Throws what cannot be got over.
    public func next(atMost limit: Int) async throws(KafkaFault) -> [ConsumedRecord] {
        loop.checkIsolated()
        precondition(!isWaiting, "a consumer has one reader")
        isWaiting = true
        defer { isWaiting = false }
        let limit = min(limit, KafkaClientLimits.batchRecordsMax)
        while true {
            if let fatalFault { throw fatalFault }
            guard !isClosing, !Task.isCancelled else { return [] }
            let taken = take(atMost: limit)
            if !taken.isEmpty { return taken }
            await withTaskCancellationHandler {
                _ = await recordWake.written()
            } onCancel: {
                loop.execute { self.wakeReader() }
            }
        }
    }

    /// Whether a record may still be worked on: its partition is ours and is not being taken away.
    public func mayStart(_ position: RecordPosition) -> Bool {
        partition(at: position)?.phase == .feeding && !isClosing
    }

    /// Says that a record's effect is durable. False when its assignment is over: then it will be handed out again.
    @discardableResult
    public func finish(_ position: RecordPosition) -> Bool {
        loop.checkIsolated()
        guard let partition = partition(at: position), partition.window.finish(position.offset) else {
            counters.stale += 1
            return false
        }
        counters.finished += 1
        settled(partition)
        return true
    }

    /// Gives a record back that will not be handled here: its partition is being taken away, or the process ends.
    @discardableResult
    public func release(_ position: RecordPosition) -> Bool {
        loop.checkIsolated()
        guard let partition = partition(at: position), partition.window.release(position.offset) else {
            counters.stale += 1
            return false
        }
        counters.released += 1
        settled(partition)
        return true
    }

    private func settled(_ partition: AssignedPartition) {
        let wasFull = counters.outstanding >= settings.outstandingMax
        counters.outstanding -= 1
        if wasFull { wakeReader() }
        if partition.isHeld, partition.window.length <= KafkaClientLimits.windowMax / 2 { unhold(partition) }
        if partition.phase == .revoking { changed.notify() }
    }

    func partition(at position: RecordPosition) -> AssignedPartition? {
        let slot = Int(position.slot)
        guard assigned.indices.contains(slot), assigned[slot].epoch == position.epoch else { return nil }
        return assigned[slot]
    }

    func partition(_ name: TopicPartition) -> AssignedPartition? {
        slots[name].map { assigned[$0] }
    }

    /// Begins with other partitions, or with none.
    func replaceAssigned(_ partitions: [AssignedPartition]) {
        assigned = partitions
        slots = Dictionary(partitions.map { ($0.name, Int($0.slot)) }, uniquingKeysWith: { $1 })
        lastRecord = RecordSource()
        counters.outstanding = 0
        counters.partitions = partitions.count
        counters.paused = 0
    }

    func wakeReader() {
        if !isClosed { recordWake.raise() }
    }

    var isClosed: Bool { records == nil }

    // MARK: Taking records

    private func take(atMost limit: Int) -> [ConsumedRecord] {
        var taken: [ConsumedRecord] = []
        guard !assigned.isEmpty, !isRebalancing else { return taken }
        while taken.count < limit, counters.outstanding < settings.outstandingMax, let event = records?.poll() {
            switch event.type {
            case RD_KAFKA_EVENT_FETCH:
                while let message = rd_kafka_event_message_next(event.pointer) {
                    if let record = admit(message) { taken.append(record) }
                }
            case RD_KAFKA_EVENT_ERROR: takeError(event)
            default: break
            }
        }
        return taken
    }

    private func admit(_ message: UnsafePointer<rd_kafka_message_t>) -> ConsumedRecord? {
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            note(KafkaFault(message.pointee.err), reason: "")
            return nil
        }
        guard let partition = source(of: message), partition.phase == .feeding else { return nil }
        let offset = message.pointee.offset
        if let expected = partition.expected, offset > expected { checkForLoss(in: partition, before: offset) }
        if !partition.window.begin(offset) {
            guard rewind(partition, to: offset) else { return nil }
        }
        if partition.firstOffset == nil { partition.firstOffset = offset }
        partition.expected = offset + 1
        counters.records += 1
        counters.bytes += UInt64(message.pointee.len)
        counters.outstanding += 1
        lastFault = nil
        if partition.window.length >= KafkaClientLimits.windowMax, !partition.isHeld { hold(partition) }
        if partition.isPaused { pauseInLibrary(partition.name) }
        return ConsumedRecord(message, from: partition)
    }

    /// The partition a message belongs to. Messages come in runs, so the last answer is usually right.
    private func source(of message: UnsafePointer<rd_kafka_message_t>) -> AssignedPartition? {
        let topic = message.pointee.rkt
        if lastRecord.topic == topic, lastRecord.number == message.pointee.partition { return lastRecord.partition }
        guard let name = rd_kafka_topic_name(topic).map({ String(cString: $0) }) else { return nil }
        let wanted = TopicPartition(name, message.pointee.partition)
        lastRecord = RecordSource(
            topic: topic, number: wanted.partition, partition: partition(wanted))
        return lastRecord.partition
    }
}

/// Where the last record came from. The topic's address is compared and never followed.
private struct RecordSource {
    var topic: OpaquePointer?
    var number: Int32 = -1
    var partition: AssignedPartition?
}
