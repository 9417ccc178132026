import CRDKafka
public import EventLoop
import Observability

extension KafkaConsumer {
    /// Hands out nothing more, lets what was begun finish (for half of the time at most), commits, leaves the group and
    /// frees everything. False when the deadline came first: the group will find out by the session's timeout.
    @discardableResult
    public func close(until deadline: MonotonicTime) async -> Bool {
        loop.checkIsolated()
        precondition(!isClosing, "a consumer is closed once")
        isClosing = true
        let time = deadline - .now
        handlersDeadline = .now + time / 2
        commitDeadline = .now + time * 3 / 4
        if let commitTimer { loop.release(commitTimer) }
        commitTimer = nil
        wakeReader()
        let hasBegun = beginClose()
        let isLeft = hasBegun ? await left(until: deadline) : false
        if !isLeft { logger.warning("kafka group was not left in time") { $0.add(.consumer, settings.group) } }
        // Even with no time left, what librdkafka takes away must be answered: it would wait for that for ever, and busily
        // (`rd_kafka_timers_run` does nothing any more, so that its thread never sleeps).
        if hasBegun, !isLeft {
            let limit = MonotonicTime.now + KafkaClientLimits.abandonWait
            _ = await changed.wait(until: limit) { assigned.isEmpty && !isRebalancing }
        }
        // Bounded by its own waits, and by the blocking thread's being free.
        let limit = MonotonicTime.now + KafkaClientLimits.destroyWait
        let isQuiet = await changed.wait(until: limit) { !isRebalancing }
        rd_kafka_set_log_queue(handle.pointer, nil)
        control = nil
        records = nil
        controlWake.close()
        recordWake.close()
        replaceAssigned([])
        guard isQuiet else { return false }
        // With an offset still to be committed and nobody to take it, librdkafka needs a session's time to give the
        // handle up. It does so by itself; nobody has to wait.
        let wait = isLeft ? KafkaClientLimits.destroyWait : KafkaClientLimits.abandonWait
        return await handle.destroy(on: loop, within: wait) && isLeft
    }

    /// Has librdkafka take the partitions away and leave the group, through the events of the control queue
    /// (`rd_kafka_consumer_close_queue`). False when it refuses, which it does after a fatal error.
    private func beginClose() -> Bool {
        guard let queue = control?.pointer else { return false }
        guard let error = rd_kafka_consumer_close_queue(handle.pointer, queue) else { return true }
        rd_kafka_error_destroy(error)
        return false
    }

    /// librdkafka wakes the control queue when it is through, but sets its flag a moment later: hence the looking.
    private func left(until deadline: MonotonicTime) async -> Bool {
        while rd_kafka_consumer_closed(handle.pointer) == 0 {
            guard MonotonicTime.now < deadline else { return false }
            let pause = MonotonicTime.now + KafkaClientLimits.closePoll
            _ = await changed.wait(until: min(pause, deadline)) { rd_kafka_consumer_closed(handle.pointer) != 0 }
        }
        return true
    }
}
