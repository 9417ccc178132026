import CRDKafka

/// A queue of librdkafka's (`rd_kafka_queue_t`), or rather our reference to it.
struct KafkaQueue: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// A queue of our own.
    init(new handle: KafkaHandle) {
        guard let pointer = rd_kafka_queue_new(handle.pointer) else {
            preconditionFailure("librdkafka stops the process itself when it has no memory")
        }
        self.pointer = pointer
    }

    deinit {
        rd_kafka_queue_io_event_enable(pointer, -1, nil, 0)
        rd_kafka_queue_destroy(pointer)
    }

    /// Has librdkafka write to `descriptor` when the queue stops being empty (`rd_kafka_queue_io_event_enable`). Only
    /// the queue that others are forwarded to may have one.
    func wake(_ descriptor: WakeDescriptor) {
        var one: UInt64 = 1
        rd_kafka_queue_io_event_enable(pointer, descriptor.number, &one, MemoryLayout<UInt64>.size)
    }

    /// Has whatever arrives here arrive in `other` instead (`rd_kafka_queue_forward`), also when this reference is gone.
    func forward(to other: OpaquePointer) {
        rd_kafka_queue_forward(pointer, other)
    }

    /// The next event, if there is one already (`rd_kafka_queue_poll`).
    func poll() -> KafkaEvent? {
        guard let event = rd_kafka_queue_poll(pointer, 0) else { return nil }
        return KafkaEvent(owning: event)
    }
}

/// An event taken from a queue (`rd_kafka_event_t`). What it lends is gone with it.
struct KafkaEvent: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        rd_kafka_event_destroy(pointer)
    }

    /// One of `RD_KAFKA_EVENT_…`.
    var type: Int32 { rd_kafka_event_type(pointer) }

    var code: rd_kafka_resp_err_t { rd_kafka_event_error(pointer) }

    /// The event's error as a fault; nil when it tells of none. Only an error event knows whether it is fatal: of any
    /// other, librdkafka would answer with whatever stands in the same place of its union.
    var fault: KafkaFault? {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        guard type == RD_KAFKA_EVENT_ERROR else { return KafkaFault(code) }
        let reason = rd_kafka_event_error_string(pointer).map { String(cString: $0) } ?? ""
        return KafkaFault(code, isFatal: rd_kafka_event_error_is_fatal(pointer) != 0, reason: reason)
    }

    /// librdkafka's own words, which name brokers and topics.
    func reason(_ mask: SecretMask) -> String {
        rd_kafka_event_error_string(pointer).map { mask.apply(String(cString: $0)) } ?? ""
    }
}
