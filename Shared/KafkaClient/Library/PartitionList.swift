import CRDKafka

/// A topic's name and the number of one of its partitions.
public struct TopicPartition: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let topic: String
    public let partition: Int32

    public init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    public static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }

    public var description: String { "\(topic)[\(partition)]" }
}

/// A list of partitions with offsets (`rd_kafka_topic_partition_list_t`).
struct PartitionList: ~Copyable {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int = 0) {
        guard let pointer = rd_kafka_topic_partition_list_new(Int32(clamping: capacity)) else {
            preconditionFailure("librdkafka stops the process itself when it has no memory")
        }
        self.pointer = pointer
    }

    deinit {
        rd_kafka_topic_partition_list_destroy(pointer)
    }

    /// One member of a list.
    struct Entry {
        let partition: TopicPartition
        /// A real offset, or nil for librdkafka's "none" and "as configured".
        let offset: Int64?
        let code: rd_kafka_resp_err_t
    }

    /// Adds a partition; without an offset librdkafka finds the place to begin by itself.
    func add(_ partition: TopicPartition, offset: Int64? = nil) {
        let entry = rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
        entry?.pointee.offset = offset ?? Int64(RD_KAFKA_OFFSET_INVALID)
    }

    /// Lends the list to a call of librdkafka's.
    borrowing func lend<Result>(
        to call: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Result
    ) -> Result {
        call(pointer)
    }

    var entries: [Entry] { Self.entries(of: pointer) }

    /// The members of a list that somebody else owns.
    static func entries(of list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [Entry] {
        guard let list, let elements = list.pointee.elems else { return [] }
        return UnsafeBufferPointer(start: elements, count: Int(list.pointee.cnt)).map { element in
            Entry(
                partition: TopicPartition(element.topic.map { String(cString: $0) } ?? "", element.partition),
                offset: element.offset >= 0 ? element.offset : nil, code: element.err)
        }
    }
}
