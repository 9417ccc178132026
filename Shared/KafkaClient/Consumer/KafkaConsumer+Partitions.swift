import CRDKafka
import EventLoop

extension KafkaConsumer {
    /// The partitions we have.
    public var partitions: [TopicPartition] { assigned.map(\.name) }

    /// Stops fetching a partition until `resume` or until it is taken away. What librdkafka has fetched of it already is
    /// thrown away and fetched again later, so pausing is for outages and not for pacing: to slow down, call `next`
    /// less often. A partition of which the group has committed nothing stops after its first record. False when the
    /// partition is not ours.
    @discardableResult
    public func pause(_ name: TopicPartition) -> Bool {
        loop.checkIsolated()
        guard let partition = partition(name) else { return false }
        guard !partition.isPaused else { return true }
        partition.isPaused = true
        counters.paused += 1
        // Before its first offset is known a partition cannot be paused safely: pausing outdates the question, and what
        // resuming does then depends on what is left of an earlier assignment.
        if partition.expected != nil { pauseInLibrary(name) }
        return true
    }

    /// Fetches a partition again. False when it is not ours.
    @discardableResult
    public func resume(_ name: TopicPartition) -> Bool {
        loop.checkIsolated()
        guard let partition = partition(name) else { return false }
        guard partition.isPaused else { return true }
        partition.isPaused = false
        counters.paused -= 1
        if !partition.isHeld { resumeInLibrary([name]) }
        return true
    }

    /// Stops fetching a partition whose first unfinished record has been passed by too many others: each of them is
    /// remembered, and will come again after a crash.
    func hold(_ partition: AssignedPartition) {
        partition.isHeld = true
        counters.holds += 1
        pauseInLibrary(partition.name)
    }

    func unhold(_ partition: AssignedPartition) {
        partition.isHeld = false
        if !partition.isPaused { resumeInLibrary([partition.name]) }
    }

    func pauseInLibrary(_ name: TopicPartition) {
        guard pausedInLibrary.insert(name).inserted else { return }
        let list = PartitionList(capacity: 1)
        list.add(name)
        _ = list.lend { rd_kafka_pause_partitions(handle.pointer, $0) }
    }

    /// Lifts what librdkafka holds paused, and only that: lifting more moves its position (librdkafka #4636).
    func resumeInLibrary(_ names: [TopicPartition]) {
        let paused = names.filter { pausedInLibrary.remove($0) != nil }
        guard !paused.isEmpty else { return }
        let list = PartitionList(capacity: paused.count)
        for name in paused { list.add(name) }
        _ = list.lend { rd_kafka_resume_partitions(handle.pointer, $0) }
    }

    /// How far behind we are, partition by partition.
    public var lags: [PartitionLag] {
        assigned.map { partition in
            PartitionLag(
                partition: partition.name, finished: partition.window.position, committed: partition.committed,
                highWatermark: watermarks(of: partition.name)?.high, outstanding: partition.window.outstanding,
                isPaused: partition.isPaused)
        }
    }
}
