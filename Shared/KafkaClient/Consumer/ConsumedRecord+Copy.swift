import CRDKafka

extension ConsumedRecord {
    /// Copies a message of librdkafka's, which is gone with its event.
    init(_ message: UnsafePointer<rd_kafka_message_t>, from source: AssignedPartition) {
        topic = source.name.topic
        partition = source.name.partition
        offset = message.pointee.offset
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let timestamp = rd_kafka_message_timestamp(message, &kind)
        timestampMilliseconds = kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || timestamp < 0 ? nil : timestamp
        key = Self.bytes(message.pointee.key, message.pointee.key_len)
        value = Self.bytes(message.pointee.payload, message.pointee.len)
        headers = KafkaHeaders(of: message)
        position = RecordPosition(slot: source.slot, epoch: source.epoch, offset: message.pointee.offset)
    }

    private static func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8]? {
        guard let start else { return nil }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
