import CRDKafka
import EventLoop

/// What the cluster says of topics.
public struct TopicDescription: Sendable, Equatable {
    public let name: String
    /// Its partitions with their leader (nil without one) and the number of their replicas; empty when there is none.
    public let partitions: [Partition]
    /// Why the cluster told nothing, `unknownTopic` above all.
    public let fault: KafkaFault?

    public init(name: String, partitions: [Partition], fault: KafkaFault?) {
        self.name = name
        self.partitions = partitions
        self.fault = fault
    }

    /// One partition of a topic.
    public struct Partition: Sendable, Equatable {
        public let number: Int32
        public let leader: Int32?
        public let replicas: Int

        public init(number: Int32, leader: Int32?, replicas: Int) {
            self.number = number
            self.leader = leader
            self.replicas = replicas
        }
    }
}

/// The answer to a metadata request (`rd_kafka_metadata`).
struct ClusterMetadata: ~Copyable {
    private let pointer: UnsafePointer<rd_kafka_metadata>

    /// Asks for the topics the handle knows, or for all of them. Blocks for up to `limit`.
    init(_ handle: KafkaHandle, allTopics: Bool, within limit: Duration) throws(KafkaFault) {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(
            handle.pointer, allTopics ? 1 : 0, nil, &answer, Int32(clamping: limit.wholeMilliseconds))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else { throw KafkaFault(code) }
        pointer = answer
    }

    deinit {
        rd_kafka_metadata_destroy(pointer)
    }

    /// The brokers there are, by number.
    var brokers: [Int32] {
        guard let brokers = pointer.pointee.brokers else { return [] }
        return UnsafeBufferPointer(start: brokers, count: Int(pointer.pointee.broker_cnt)).map(\.id)
    }

    var topics: [TopicDescription] {
        guard let topics = pointer.pointee.topics else { return [] }
        return UnsafeBufferPointer(start: topics, count: Int(pointer.pointee.topic_cnt)).map { topic in
            TopicDescription(
                name: topic.topic.map { String(cString: $0) } ?? "", partitions: Self.partitions(of: topic),
                fault: topic.err == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaFault(topic.err))
        }
    }

    private static func partitions(of topic: rd_kafka_metadata_topic_t) -> [TopicDescription.Partition] {
        guard let partitions = topic.partitions else { return [] }
        return UnsafeBufferPointer(start: partitions, count: Int(topic.partition_cnt)).map { partition in
            TopicDescription.Partition(
                number: partition.id, leader: partition.leader >= 0 ? partition.leader : nil,
                replicas: Int(partition.replica_cnt))
        }
    }
}
