/// A record to be published. Its partition follows from its key, so that one key's records keep their order.
public struct ProducerRecord: Sendable, Equatable {
    public var topic: String
    /// Never empty: an empty key and none at all land on different partitions in different clients.
    public var key: [UInt8]
    /// nil is Kafka's null, a tombstone; an empty value is something else.
    public var value: [UInt8]?
    public var headers: KafkaHeaders

    public init(topic: String, key: [UInt8], value: [UInt8]?, headers: KafkaHeaders = KafkaHeaders()) {
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// Bytes of key, value and headers: what the producer's limit is about.
    public var byteCount: Int { key.count + (value?.count ?? 0) + headers.byteCount }
}

/// What became of a record. Only the broker's report makes it `delivered`.
public enum DeliveryOutcome: Sendable, Equatable {
    /// In the log, as durable as the topic is.
    case delivered(partition: Int32, offset: Int64)
    /// Not in the log. The fault says whether this record can ever get there (`isPermanentForRecord`).
    case notPersisted(KafkaFault)
    /// Perhaps in the log: sent, and never heard of again. To send it once more may make a duplicate.
    case possiblyPersisted(KafkaFault)
    /// Not in the log, because everything that waited was dropped: the producer failed, a deadline passed, or its
    /// owner gave up.
    case purged

    public var isDelivered: Bool {
        if case .delivered = self { true } else { false }
    }
}
