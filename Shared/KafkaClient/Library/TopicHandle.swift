import CRDKafka

/// A topic known to one producer handle (`rd_kafka_topic_t`).
final class TopicHandle {
    let pointer: OpaquePointer

    /// nil when librdkafka refuses the name.
    init?(_ name: String, in handle: KafkaHandle) {
        guard let pointer = rd_kafka_topic_new(handle.pointer, name, nil) else { return nil }
        self.pointer = pointer
    }

    deinit {
        rd_kafka_topic_destroy(pointer)
    }
}
