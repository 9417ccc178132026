import CRDKafka
import EventLoop
import Observability

extension KafkaConsumer {
    /// Commits what is finished, every interval, while nothing else is going on.
    func commitTick() {
        guard !isClosing, let commitTimer else { return }
        loop.arm(commitTimer, at: loop.now + settings.commitInterval)
        // A member that has polled nothing for max.poll.interval.ms is taken for stuck and leaves its group, even when
        // there was nothing to poll (seen after two idle minutes).
        controlWake.raise()
        guard !isRebalancing, commits.isEmpty else { return }
        _ = commit()
    }

    /// Sends what is finished and not committed (`rd_kafka_commit_queue`); the answer is an event. nil when there is
    /// nothing to send.
    func commit() -> UInt64? {
        guard let queue = control?.pointer else { return nil }
        let list = PartitionList(capacity: assigned.count)
        var isEmpty = true
        for partition in assigned {
            guard let offset = partition.uncommitted else { continue }
            list.add(partition.name, offset: offset)
            isEmpty = false
        }
        guard !isEmpty else { return nil }
        lastCommit += 1
        let number = UnsafeMutableRawPointer(bitPattern: UInt(lastCommit))
        let code = list.lend { rd_kafka_commit_queue(handle.pointer, $0, queue, nil, number) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            failedCommit(KafkaFault(code))
            return nil
        }
        commits.insert(lastCommit)
        return lastCommit
    }

    func takeCommit(_ event: borrowing KafkaEvent) {
        commits.remove(UInt64(UInt(bitPattern: rd_kafka_event_opaque(event.pointer))))
        defer { changed.notify() }
        if let fault = event.fault { return failedCommit(fault) }
        counters.commits += 1
        lastFault = nil
        for entry in PartitionList.entries(of: rd_kafka_event_topic_partition_list(event.pointer)) {
            if entry.code != RD_KAFKA_RESP_ERR_NO_ERROR {
                failedCommit(KafkaFault(entry.code))
            } else if let partition = partition(entry.partition) {
                partition.committed = entry.offset
            }
        }
    }

    /// A commit that failed is made again with the next one, which says at least as much.
    private func failedCommit(_ fault: KafkaFault) {
        counters.commitFailures += 1
        logger.log(.info, "kafka commit failed") { line in
            line.add(.consumer, settings.group)
            line.add(error: fault)
        }
    }
}
