import CRDKafka
public import EventLoop
public import Observability

/// Reads all of a set of topics from now on, whoever else reads them: what every instance of a service must hear.
///
/// Model: the partitions are looked up and assigned here, without a group, so nobody waits for anybody to join and none is
/// taken away. Reading begins at the end of what there is at the first look, which asks for it: librdkafka by itself would
/// ask a good while later, when what was published since is before that end. A partition, or a topic, that a later look
/// finds has come since, and is read from its beginning. Nothing is committed: a tail that begins again begins at the end.
///
/// Failure: librdkafka reconnects by itself for ever and goes on where it was. Only a fatal fault ends `next`.
///
/// Used on its loop's thread only, with one caller of `next`, who never stops calling: errors and the library's log come
/// with the records.
// Safety: what is public checks that it runs on the loop's thread; what goes to the blocking thread is the handle.
public final class KafkaTail: @unchecked Sendable {
    public let loop: Loop
    public let topics: [String]
    /// The last error, until the cluster is heard from again: for health.
    public private(set) var lastFault: KafkaFault?
    /// Records handed out.
    public private(set) var recordCount: UInt64 = 0

    private let settings: TailSettings
    private let blocking: BlockingThread
    private let logger: Logger
    private let handle: KafkaHandle
    private let wake: WakeDescriptor
    private let tasks: TaskSet
    private let pause: LoopCondition
    private var queue: KafkaQueue?
    /// What is read, and the offset expected next of each; nil where nothing has come yet.
    private var assigned: [TopicPartition: Int64?] = [:]
    private var hasLooked = false
    private var fatalFault: KafkaFault?
    private var isClosing = false
    private var isWaiting = false

    /// Begins to look. Needs no broker to be there.
    public init(
        _ settings: TailSettings, topics: [String], on loop: Loop, blocking: BlockingThread, logger: Logger
    ) throws {
        loop.checkIsolated()
        precondition(
            !topics.isEmpty && topics.count <= KafkaClientLimits.topicsMax, "a tail has a bounded number of topics")
        guard settings.faults.isEmpty else { throw KafkaSettingsRefused(faults: settings.faults) }
        (self.loop, self.topics, self.settings, self.blocking, self.logger) = (loop, topics, settings, blocking, logger)
        handle = try KafkaHandle(
            RD_KAFKA_CONSUMER, settings.properties,
            events: RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_FETCH)
        wake = try WakeDescriptor(on: loop)
        tasks = TaskSet(on: loop)
        pause = LoopCondition(on: loop)
        let queue = KafkaQueue(new: handle)
        rd_kafka_poll_set_consumer(handle.pointer)
        if let own = rd_kafka_queue_get_consumer(handle.pointer) {
            KafkaQueue(owning: own).forward(to: queue.pointer)
        }
        rd_kafka_set_log_queue(handle.pointer, queue.pointer)
        queue.wake(wake)
        self.queue = consume queue
        tasks.add { [self] in await look() }
    }

    /// What is read.
    public var partitions: [TopicPartition] { assigned.keys.sorted() }

    /// Records published and not handed out, where that is known.
    public var lag: Int64 {
        assigned.reduce(0) { sum, entry in
            guard let expected = entry.value, let high = highWatermark(of: entry.key) else { return sum }
            return sum + max(0, high - expected)
        }
    }

    /// The next records, at least one; waits for the first. Empty when the tail is closing or the calling task is
    /// cancelled. Throws what cannot be got over.
    public func next(atMost limit: Int) async throws(KafkaFault) -> [ConsumedRecord] {
        loop.checkIsolated()
        precondition(!isWaiting, "a tail has one reader")
        isWaiting = true
        defer { isWaiting = false }
        while true {
            if let fatalFault { throw fatalFault }
            guard !isClosing, !Task.isCancelled else { return [] }
            let taken = take(atMost: min(limit, KafkaClientLimits.batchRecordsMax))
            if !taken.isEmpty { return taken }
            await withTaskCancellationHandler {
                _ = await wake.written()
            } onCancel: {
                loop.execute { self.raise() }
            }
        }
    }

    /// Frees everything; false when librdkafka keeps something.
    @discardableResult
    public func close() async -> Bool {
        loop.checkIsolated()
        precondition(!isClosing, "a tail is closed once")
        isClosing = true
        raise()
        pause.notify()
        // Bounded by one look.
        await tasks.drained()
        rd_kafka_assign(handle.pointer, nil)
        rd_kafka_set_log_queue(handle.pointer, nil)
        queue = nil
        wake.close()
        return await handle.destroy(on: loop)
    }

    private func raise() {
        if queue != nil { wake.raise() }
    }

    // MARK: Records

    private func take(atMost limit: Int) -> [ConsumedRecord] {
        var taken: [ConsumedRecord] = []
        var budget = limit + KafkaClientLimits.eventsPerTurn
        while taken.count < limit, budget > 0, let event = queue?.poll() {
            budget -= 1
            switch event.type {
            case RD_KAFKA_EVENT_FETCH:
                while let message = rd_kafka_event_message_next(event.pointer) {
                    if let record = admit(message) { taken.append(record) }
                }
            case RD_KAFKA_EVENT_ERROR: if let fault = event.fault { note(fault, event.reason(handle.mask)) }
            case RD_KAFKA_EVENT_LOG:
                LibraryLog(logger, handle.mask, client: settings.connection.clientID).write(event)
            default: break
            }
        }
        // What is left is looked at in the next turn, although no new edge will tell of it.
        if budget == 0 { raise() }
        return taken
    }

    private func admit(_ message: UnsafePointer<rd_kafka_message_t>) -> ConsumedRecord? {
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            note(KafkaFault(message.pointee.err), "")
            return nil
        }
        guard let name = rd_kafka_topic_name(message.pointee.rkt).map({ String(cString: $0) }) else { return nil }
        assigned[TopicPartition(name, message.pointee.partition)] = .some(message.pointee.offset + 1)
        recordCount += 1
        lastFault = nil
        return ConsumedRecord(message, tailing: name)
    }

    private func note(_ fault: KafkaFault, _ reason: String) {
        lastFault = fault
        logger.log(fault.isFatal ? .error : .warning, "kafka tail error") { line in
            line.add(error: fault)
            if !reason.isEmpty { line.add(.reason, reason) }
        }
        guard fault.isFatal else { return }
        fatalFault = fault
        raise()
    }

    private func highWatermark(of partition: TopicPartition) -> Int64? {
        var low: Int64 = -1
        var high: Int64 = -1
        let code = rd_kafka_get_watermark_offsets(handle.pointer, partition.topic, partition.partition, &low, &high)
        return code == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? high : nil
    }

    // MARK: Partitions

    /// Looks for partitions until the tail is closed.
    private func look() async {
        while !isClosing {
            var rest = settings.discoveryInterval
            do {
                let wanted = Set(topics)
                let isFirst = !hasLooked
                let (found, ends) = try await blocking.run { [handle] in
                    let found = try ClusterMetadata(handle, allTopics: true, within: KafkaClientLimits.metadataWait)
                        .topics.filter { wanted.contains($0.name) }
                    return (found, isFirst ? try Self.ends(of: found, asking: handle) : [:])
                }
                if !isClosing { assign(found, ends) }
            } catch {
                rest = min(rest, KafkaClientLimits.metadataPause)
                lastFault = error as? KafkaFault ?? lastFault
            }
            _ = await pause.wait(until: .now + rest) { isClosing }
        }
    }

    /// Where each partition that has a leader ends. Blocks.
    private static func ends(
        of found: [TopicDescription], asking handle: KafkaHandle
    ) throws(KafkaFault) -> [TopicPartition: Int64] {
        let led = found.flatMap { topic in
            topic.partitions.filter { $0.leader != nil }.map { TopicPartition(topic.name, $0.number) }
        }
        return try LogEdge.last.offsets(of: led, asking: handle, within: KafkaClientLimits.endsWait)
    }

    /// Adds what is new; what there is already goes on undisturbed (`rd_kafka_incremental_assign`). A topic that the
    /// cluster cannot tell of at this moment loses nothing.
    private func assign(_ found: [TopicDescription], _ ends: [TopicPartition: Int64]) {
        let new = found.flatMap { topic in topic.partitions.map { TopicPartition(topic.name, $0.number) } }
            .filter { assigned[$0] == nil }
        // A first look that finds a topic without its partitions would have their beginning read later.
        guard hasLooked || found.allSatisfy({ $0.fault == nil || $0.fault?.kind == .unknownTopic }) else { return }
        // Without a leader nobody knows the end; whoever becomes it does.
        let start = Int64(hasLooked ? RD_KAFKA_OFFSET_BEGINNING : RD_KAFKA_OFFSET_END)
        guard !new.isEmpty else {
            hasLooked = true
            return
        }
        let list = PartitionList(capacity: new.count)
        for partition in new { list.add(partition, offset: ends[partition] ?? start) }
        if let error = list.lend(to: { rd_kafka_incremental_assign(handle.pointer, $0) }) {
            note(KafkaFault(rd_kafka_error_code(error)), "")
            rd_kafka_error_destroy(error)
            return
        }
        hasLooked = true
        for partition in new { assigned[partition] = .some(ends[partition]) }
        logger.info("partitions tailed") { line in line.add(.count, new.count) }
    }
}
