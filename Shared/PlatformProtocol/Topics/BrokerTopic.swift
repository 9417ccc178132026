/// A topic as a broker is asked for it.
public struct BrokerTopic: Sendable, Hashable {
    public let name: String
    /// Never changed once the topic has events: the key decides the partition.
    public let partitions: Int
    /// Copies of each partition.
    public var replication = Topic.Defaults.replication
    /// How long the broker keeps events.
    public var retention = Topic.Defaults.retention

    init(name: String, partitions: Int) {
        self.name = name
        self.partitions = partitions
    }
}
