import CRDKafka
import EventLoop
import Observability

/// What the group decided about this member.
enum Rebalance {
    case assign([TopicPartition])
    /// Also what anything unexpected is taken for.
    case revoke
}

extension KafkaConsumer {
    /// Rebalances are worked on one after the other, by a task of their own: meanwhile answers to commits must be taken.
    func takeRebalance(_ event: borrowing KafkaEvent) {
        let entries = PartitionList.entries(of: rd_kafka_event_topic_partition_list(event.pointer))
        let isAssignment = event.code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS
        rebalances.append(isAssignment ? .assign(entries.map(\.partition)) : .revoke)
        guard !isRebalancing else { return }
        isRebalancing = true
        tasks.add { [self] in await workOnRebalances() }
    }

    private func workOnRebalances() async {
        while !rebalances.isEmpty {
            switch rebalances.removeFirst() {
            case .assign(let names): await assign(names)
            case .revoke: await revoke()
            }
        }
        isRebalancing = false
        changed.notify()
        wakeReader()
    }

    // MARK: Getting partitions

    /// The committed offsets are asked for here, and not left to librdkafka, because they are where each window begins:
    /// lag is known before the first record, and a log that begins behind them is noticed.
    private func assign(_ names: [TopicPartition]) async {
        let committed = await committedOffsets(of: names)
        let list = PartitionList(capacity: names.count)
        for name in names {
            list.add(name, offset: committed[name])
            directRecords(of: name)
        }
        // Before they are assigned: resuming outdates whatever the partition waits for, and one that is just asking the
        // broker for its first offset would wait for the answer for ever.
        resumeInLibrary(names)
        let code = list.lend { rd_kafka_assign(handle.pointer, $0) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return note(KafkaFault(code), reason: "") }
        lastEpoch &+= 1
        replaceAssigned(
            names.enumerated().map { slot, name in
                AssignedPartition(name, slot: Int32(clamping: slot), epoch: lastEpoch, committed: committed[name])
            })
        isMember = true
        counters.assignments += 1
        lastFault = nil
        logger.info("partitions assigned") { line in
            line.add(.consumer, settings.group)
            line.add(.count, names.count)
        }
        hooks.assigned(names)
    }

    /// Where the group stands (`rd_kafka_committed`). Without an answer librdkafka asks again by itself.
    private func committedOffsets(of names: [TopicPartition]) async -> [TopicPartition: Int64] {
        guard !names.isEmpty else { return [:] }
        do {
            return try await blocking.run { [handle] in
                let list = PartitionList(capacity: names.count)
                for name in names { list.add(name) }
                let wait = Int32(clamping: KafkaClientLimits.committedWait.wholeMilliseconds)
                let code = list.lend { rd_kafka_committed(handle.pointer, $0, wait) }
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(code) }
                var offsets: [TopicPartition: Int64] = [:]
                for entry in list.entries where entry.code == RD_KAFKA_RESP_ERR_NO_ERROR {
                    offsets[entry.partition] = entry.offset
                }
                return offsets
            }
        } catch {
            logger.error("committed offsets are not known", error) { $0.add(.consumer, settings.group) }
            return [:]
        }
    }

    /// Has a partition's records go into the record queue. librdkafka leaves that alone when it starts fetching.
    private func directRecords(of name: TopicPartition) {
        guard let target = records?.pointer,
            let source = rd_kafka_queue_get_partition(handle.pointer, name.topic, name.partition)
        else { return }
        KafkaQueue(owning: source).forward(to: target)
    }

    // MARK: Losing partitions

    /// The order matters: a commit after letting go would carry a generation that is over.
    private func revoke() async {
        let names = partitions
        let isLost = rd_kafka_assignment_lost(handle.pointer) != 0
        isMember = false
        for partition in assigned { partition.phase = .revoking }
        counters.revocations += 1
        if isLost { counters.assignmentsLost += 1 }
        hooks.revoking(names)
        let patience = min(MonotonicTime.now + settings.revokeWaitMax, handlersDeadline)
        let isQuiet = await changed.wait(until: patience) { assigned.allSatisfy { $0.window.outstanding == 0 } }
        if !isQuiet { counters.handlersLeftBehind += 1 }
        if !isLost, let number = commit() {
            let patience = min(MonotonicTime.now + settings.commitWaitMax, commitDeadline)
            _ = await changed.wait(until: patience) { !commits.contains(number) }
        }
        rd_kafka_assign(handle.pointer, nil)
        replaceAssigned([])
        logger.info("partitions revoked") { line in
            line.add(.consumer, settings.group)
            line.add(.count, names.count)
        }
    }
}
