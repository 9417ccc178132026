import CRDKafka
import EventLoop
import Observability

/// One producer handle with everything that hangs on it. A producer goes through several: a fatal error or a deadline
/// ends one, and none of its records goes over into the next, because that could only be behind those it has lost.
// Safety: touched on the loop's thread only; what goes to the blocking thread is its handle.
final class ProducerGeneration: @unchecked Sendable {
    /// Where the generation stands.
    enum Phase: Equatable {
        /// Takes records. Can transition to: ending.
        case live
        /// Takes none; the reports of those inside are awaited. Can transition to: ended.
        case ending
        /// Everything is freed, or given up.
        case ended
    }

    let number: UInt64
    let handle: KafkaHandle
    let wake: WakeDescriptor
    var phase = Phase.live
    var inFlight = 0
    /// Whether the cluster has told about the topics. Records wait for that outside: one given to librdkafka sooner
    /// may stay there for a second after everything is known (#5032).
    var isIntroduced = false
    /// Whether it has every one of them.
    var isWarm = false
    /// Whether the blocking thread may be using the handle.
    var isAsking = false
    private var queue: KafkaQueue?
    private var topics: [String: TopicHandle] = [:]

    init(_ number: UInt64, _ settings: ProducerSettings, topics names: [String], on loop: Loop) throws {
        self.number = number
        handle = try KafkaHandle(
            RD_KAFKA_PRODUCER, settings.properties,
            events: RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG)
        wake = try WakeDescriptor(on: loop)
        guard let main = rd_kafka_queue_get_main(handle.pointer) else {
            preconditionFailure("every handle has a main queue")
        }
        let queue = KafkaQueue(owning: main)
        queue.wake(wake)
        rd_kafka_set_log_queue(handle.pointer, main)
        self.queue = consume queue
        for name in names { topics[name] = TopicHandle(name, in: handle) }
    }

    func poll() -> KafkaEvent? {
        queue?.poll()
    }

    /// Gives a record to librdkafka, which copies it (`rd_kafka_produceva`). The number comes back in the report.
    func produce(_ record: borrowing ProducerRecord, opaque: UInt64) -> rd_kafka_resp_err_t {
        guard let topic = topics[record.topic] else { return RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC }
        let hasValue = record.value != nil
        return record.key.withUnsafeBytes { key in
            (record.value ?? []).withUnsafeBytes { value in
                record.headers.bytes.withUnsafeBytes { headerBytes in
                    record.headers.entries.withUnsafeBufferPointer { headers in
                        // An empty value needs an address: the key has one, because it is never empty.
                        crdkafka_produce(
                            handle.pointer, topic.pointer, key.baseAddress, key.count,
                            hasValue ? value.baseAddress ?? key.baseAddress : nil, value.count,
                            headerBytes.baseAddress?.assumingMemoryBound(to: CChar.self), headers.baseAddress,
                            headers.count, opaque)
                    }
                }
            }
        }
    }

    /// Takes back whatever librdkafka still holds; the reports come through the queue (`rd_kafka_purge`).
    func purge() {
        rd_kafka_purge(
            handle.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
    }

    /// Frees everything; false when librdkafka keeps the handle, or the blocking thread does.
    func end(on loop: Loop) async -> Bool {
        precondition(phase != .ended, "a generation ends once")
        phase = .ended
        topics = [:]
        rd_kafka_set_log_queue(handle.pointer, nil)
        queue = nil
        wake.close()
        return isAsking ? false : await handle.destroy(on: loop)
    }
}
