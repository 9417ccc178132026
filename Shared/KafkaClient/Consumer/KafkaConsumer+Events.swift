import CRDKafka
import EventLoop
import Observability

extension KafkaConsumer {
    /// Two queues with a descriptor each: records, and everything else. Were they one, a rebalance would wait behind
    /// every record that nobody has taken yet.
    func openQueues() {
        let control = KafkaQueue(new: handle)
        let records = KafkaQueue(new: handle)
        rd_kafka_poll_set_consumer(handle.pointer)
        if let group = rd_kafka_queue_get_consumer(handle.pointer) {
            KafkaQueue(owning: group).forward(to: control.pointer)
        }
        rd_kafka_set_log_queue(handle.pointer, control.pointer)
        control.wake(controlWake)
        records.wake(recordWake)
        self.control = consume control
        self.records = consume records
    }

    func subscribe() {
        let list = PartitionList(capacity: topics.count)
        for topic in topics { list.add(TopicPartition(topic, RD_KAFKA_PARTITION_UA)) }
        let code = list.lend { rd_kafka_subscribe(handle.pointer, $0) }
        precondition(code == RD_KAFKA_RESP_ERR_NO_ERROR, "a new consumer accepts a list of topics")
    }

    /// Takes everything but records, until the consumer is closed.
    func pump() async {
        var budget = KafkaClientLimits.eventsPerTurn
        while await controlWake.written() {
            while let event = control?.poll() {
                takeControl(event)
                budget -= 1
                guard budget == 0 else { continue }
                budget = KafkaClientLimits.eventsPerTurn
                await Task.yield()
            }
            if isClosing { changed.notify() }
        }
    }

    private func takeControl(_ event: borrowing KafkaEvent) {
        switch event.type {
        case RD_KAFKA_EVENT_REBALANCE: takeRebalance(event)
        case RD_KAFKA_EVENT_OFFSET_COMMIT: takeCommit(event)
        case RD_KAFKA_EVENT_ERROR: takeError(event)
        case RD_KAFKA_EVENT_LOG:
            LibraryLog(logger, handle.mask, client: settings.connection.clientID).write(event)
        default: break
        }
    }

    func takeError(_ event: borrowing KafkaEvent) {
        guard let fault = event.fault else { return }
        note(fault, reason: event.reason(handle.mask))
    }

    func note(_ fault: KafkaFault, reason: String) {
        counters.errors += 1
        if !fault.isSummary || lastFault == nil { lastFault = fault }
        logger.log(fault.isFatal ? .error : .warning, "kafka consumer error") { line in
            line.add(.consumer, settings.group)
            line.add(error: fault)
            if !reason.isEmpty { line.add(.reason, reason) }
        }
        if fault.isFatal {
            fatalFault = fault
            wakeReader()
        }
        hooks.failed(fault)
    }

    /// Records are missing between what came last and `offset`. A compacted log has such gaps; but where the log now
    /// begins behind what we expected, it has dropped what we never saw, and that must not go unnoticed.
    func checkForLoss(in partition: AssignedPartition, before offset: Int64) {
        guard let expected = partition.expected, let low = watermarks(of: partition.name)?.low, low > expected else {
            return
        }
        let lost = min(low, offset) - expected
        counters.recordsLost += UInt64(clamping: lost)
        logger.error("records were dropped before they were read", KafkaFault(.offsetLost)) { line in
            line.add(.consumer, settings.group)
            line.add(.topic, partition.name.topic)
            line.add(.partition, partition.name.partition)
            line.add(.offset, expected)
            line.add(.count, lost)
        }
        hooks.failed(KafkaFault(.offsetLost))
    }

    /// A partition's offsets went back: its log was cut off by an unclean election, or it was fetched again. What is
    /// handed out from here on is a new run, and what was handed out before belongs to none.
    func rewind(_ partition: AssignedPartition, to offset: Int64) -> Bool {
        counters.rewinds += 1
        counters.outstanding -= partition.window.outstanding
        lastEpoch &+= 1
        partition.epoch = lastEpoch
        partition.window = OffsetWindow(from: offset)
        return partition.window.begin(offset)
    }

    /// The ends of a partition as of the last fetch (`rd_kafka_get_watermark_offsets`).
    func watermarks(of partition: TopicPartition) -> (low: Int64, high: Int64)? {
        var low: Int64 = -1
        var high: Int64 = -1
        let code = rd_kafka_get_watermark_offsets(
            handle.pointer, partition.topic, partition.partition, &low, &high)
        return code == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? (low, high) : nil
    }
}
