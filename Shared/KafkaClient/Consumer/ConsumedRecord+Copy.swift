import CRDKafka

extension ConsumedRecord {
    /// Copies a message of librdkafka's, which is gone with its event.
    init(_ message: UnsafePointer<rd_kafka_message_t>, from source: AssignedPartition) {
        let offset = message.pointee.offset
        self.init(
            message, topic: source.name.topic,
            position: RecordPosition(slot: source.slot, epoch: source.epoch, offset: offset))
    }

    /// The same for a record of a tail, whose position means nothing to anybody.
    init(_ message: UnsafePointer<rd_kafka_message_t>, tailing topic: String) {
        self.init(message, topic: topic, position: .nowhere(message.pointee.offset))
    }

    private init(_ message: UnsafePointer<rd_kafka_message_t>, topic: String, position: RecordPosition) {
        self.topic = topic
        self.position = position
        partition = message.pointee.partition
        offset = message.pointee.offset
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let timestamp = rd_kafka_message_timestamp(message, &kind)
        timestampMilliseconds = kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || timestamp < 0 ? nil : timestamp
        key = Self.bytes(message.pointee.key, message.pointee.key_len)
        value = Self.bytes(message.pointee.payload, message.pointee.len)
        headers = KafkaHeaders(of: message)
    }

    private static func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8]? {
        guard let start else { return nil }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
