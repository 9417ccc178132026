import CRDKafka

/// One of the two ends of what partitions hold.
enum LogEdge {
    /// The offset of the oldest record that is there.
    case first
    /// The offset that the next record will get.
    case last

    /// Where partitions begin or end, asked of all their leaders at once. Blocks for up to `limit`.
    func offsets(
        of partitions: [TopicPartition], asking handle: KafkaHandle, within limit: Duration
    ) throws(KafkaFault) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        let list = PartitionList(capacity: partitions.count)
        // Both edges are times like any other to this call, and ones that every broker knows.
        let time = Int64(self == .first ? RD_KAFKA_OFFSET_BEGINNING : RD_KAFKA_OFFSET_END)
        for partition in partitions { list.add(partition, offset: time) }
        let wait = Int32(clamping: limit.wholeMilliseconds)
        let code = list.lend { rd_kafka_offsets_for_times(handle.pointer, $0, wait) }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(code) }
        var offsets: [TopicPartition: Int64] = [:]
        for entry in list.entries {
            guard entry.code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(entry.code) }
            offsets[entry.partition] = entry.offset
        }
        return offsets
    }
}
