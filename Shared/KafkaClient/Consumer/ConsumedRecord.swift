/// A record taken from a topic, and where its consumer stands with it.
public struct ConsumedRecord: Sendable {
    public let topic: String
    public let partition: Int32
    public let offset: Int64
    /// Milliseconds since 1970 by the producer's or the broker's clock; nil when the record has none.
    public let timestampMilliseconds: Int64?
    /// nil is Kafka's null.
    public let key: [UInt8]?
    /// nil is Kafka's null, a tombstone.
    public let value: [UInt8]?
    public let headers: KafkaHeaders
    /// What `finish`, `release` and `mayStart` want to know of the record.
    public let position: RecordPosition
}

extension ConsumedRecord {
    /// A record that was put aside and is read back: it has no place among what its consumer has in hand.
    public init(
        keptFrom topic: String, partition: Int32, offset: Int64, timestampMilliseconds: Int64?, key: [UInt8]?,
        value: [UInt8]?, headers: KafkaHeaders
    ) {
        self.init(
            topic: topic, partition: partition, offset: offset, timestampMilliseconds: timestampMilliseconds, key: key,
            value: value, headers: headers, position: .nowhere(offset))
    }
}

/// A record's place in the partitions one consumer has, valid for one assignment.
public struct RecordPosition: Sendable, Hashable {
    let slot: Int32
    let epoch: UInt32
    public let offset: Int64

    /// The place of a record that no assignment of a consumer's has.
    static func nowhere(_ offset: Int64) -> RecordPosition { RecordPosition(slot: -1, epoch: 0, offset: offset) }
}

/// How far a consumer is behind on one partition.
public struct PartitionLag: Sendable, Equatable {
    public let partition: TopicPartition
    /// The offset up to which everything is finished, and the one last acknowledged by the broker.
    public let finished: Int64?
    public let committed: Int64?
    /// The offset the next record published will get, as of the last fetch.
    public let highWatermark: Int64?
    public let outstanding: Int
    public let isPaused: Bool

    /// Records published and not finished; nil while one of the two is unknown.
    public var lag: Int64? {
        guard let finished, let highWatermark else { return nil }
        return max(0, highWatermark - finished)
    }
}

/// What a consumer tells whoever runs handlers, on the loop, in the moment.
public struct KafkaConsumerHooks: Sendable {
    /// These partitions are ours from now on, none of them paused.
    public var assigned: @Sendable ([TopicPartition]) -> Void = { _ in }
    /// These are being taken away: start nothing more of them, `release` what has not begun, `finish` what has.
    public var revoking: @Sendable ([TopicPartition]) -> Void = { _ in }
    /// Something is wrong; librdkafka goes on trying unless the fault is fatal.
    public var failed: @Sendable (KafkaFault) -> Void = { _ in }

    public init() {}
}

/// What a consumer has done and is doing, as plain numbers, read on the loop.
public struct ConsumerCounters: Sendable, Equatable {
    /// Records handed out, and those of them finished and released.
    public internal(set) var records: UInt64 = 0
    public internal(set) var bytes: UInt64 = 0
    public internal(set) var finished: UInt64 = 0
    public internal(set) var released: UInt64 = 0
    /// Calls of `finish` or `release` for records of an assignment that is over.
    public internal(set) var stale: UInt64 = 0
    /// Assignments, revocations, and those among the latter that came too late: somebody else had the partitions.
    public internal(set) var assignments: UInt64 = 0
    public internal(set) var revocations: UInt64 = 0
    public internal(set) var assignmentsLost: UInt64 = 0
    /// Revocations that did not wait for every handler.
    public internal(set) var handlersLeftBehind: UInt64 = 0
    public internal(set) var commits: UInt64 = 0
    public internal(set) var commitFailures: UInt64 = 0
    /// Records that the topic had dropped before we came to them.
    public internal(set) var recordsLost: UInt64 = 0
    /// Times a partition was held because one of its records took too long.
    public internal(set) var holds: UInt64 = 0
    /// Times a partition's offsets went back.
    public internal(set) var rewinds: UInt64 = 0
    /// Errors librdkafka told us of.
    public internal(set) var errors: UInt64 = 0

    /// Records handed out and neither finished nor released.
    public internal(set) var outstanding = 0
    /// Partitions we have, and those of them paused.
    public internal(set) var partitions = 0
    public internal(set) var paused = 0

    init() {}
}
