import CRDKafka
public import EventLoop
import Observability

extension KafkaConsumer {
    /// Hands out nothing more, lets what was begun finish, commits, leaves the group and frees everything; bounded by
    /// `deadline` and the time librdkafka needs to give the handle up. False when it kept something.
    @discardableResult
    public func close(until deadline: MonotonicTime) async -> Bool {
        loop.checkIsolated()
        precondition(!isClosing, "a consumer is closed once")
        isClosing = true
        closeDeadline = deadline
        if let commitTimer { loop.release(commitTimer) }
        commitTimer = nil
        wakeReader()
        let isLeft = beginClose() ? await left(until: deadline) : false
        if !isLeft { logger.warning("kafka group was not left in time") { $0.add(.consumer, settings.group) } }
        rd_kafka_set_log_queue(handle.pointer, nil)
        control = nil
        records = nil
        controlWake.close()
        recordWake.close()
        changed.notify()
        await tasks.drained()
        return await handle.destroy(on: loop) && isLeft
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
