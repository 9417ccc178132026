public import Identifiers

/// One topic: a row of the registry. A class, because events and subscriptions carry it around and one reference is
/// cheaper than its parts.
public final class Topic: Sendable {
    /// The dotted name, as the broker has it.
    public let name: String
    /// Who publishes to it.
    public let publishers: [ServiceName]
    /// Who hears it.
    public let consumers: [ServiceName]
    /// What it carries. Of an event whose envelope names the topic instead of a type, the first one is meant.
    public let types: [EventType]
    /// How long the publisher's event store keeps what it carries.
    public let retention: RetentionClass
    /// How far its events may travel: the highest class of anything in them.
    public let classification: DataClassification
    /// Partitions of the topic unless the configuration says otherwise. The key decides the partition, so the number
    /// of a topic that has events is never changed.
    public let partitions: Int
    /// Older names that events of others may carry.
    public let aliases: [String]

    /// What a topic is created with unless it or the configuration says otherwise.
    public enum Defaults {
        public static let partitions = 4
        public static let replication = 3
        public static let retention = Duration.seconds(90 * 86_400)
        /// A topic of dead letters is small and read by people.
        public static let deadLetterPartitions = 1
    }

    init(
        _ name: String, from publishers: ServiceName..., carries types: EventType..., to consumers: [ServiceName],
        kept retention: RetentionClass, _ classification: DataClassification = .confidential,
        partitions: Int = Defaults.partitions, alias: String...
    ) {
        self.name = name
        self.publishers = publishers
        self.types = types
        self.consumers = consumers
        self.retention = retention
        self.classification = classification
        self.partitions = partitions
        aliases = alias
    }

    /// Where a consumer puts what it can never handle, with its original bytes.
    public func deadLetters(of consumer: ServiceName) -> String {
        "\(consumer.rawValue).\(name).dlq"
    }

    /// Whose versions order the events, and whose id is their key.
    public var aggregates: [AggregateType] {
        var found: [AggregateType] = []
        for type in types where !found.contains(type.declaration.aggregate) {
            found.append(type.declaration.aggregate)
        }
        return found
    }
}

extension Topic: Hashable, CustomStringConvertible {
    public static func == (left: Topic, right: Topic) -> Bool { left === right }
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
    public var description: String { name }
}
