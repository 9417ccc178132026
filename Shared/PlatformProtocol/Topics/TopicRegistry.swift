/// Every topic, what it carries, who publishes it and who hears it. Nothing undeclared here can be published or
/// subscribed: a publisher and a subscription ask for a Swift type that names a row, and the registry whether the
/// service is in it. The documents, `/asyncapi.json`, each service's descriptor and the broker's topics are printed
/// from here.
///
/// A topic's dotted name and a type's SCREAMING name follow one rule (`KIT_LOST` stands on `kit.lost`) except where
/// several types share a topic. The key is the aggregate's id everywhere. `EVENT_RESCHEDULED` stands on its own topic
/// alone; the change of the booking's dates is told to those who hear `booking.updated` by `BOOKING_UPDATED`.
public enum TopicRegistry {
    /// Every topic, by what it is about.
    public static let topics: [Topic] =
        bookingTopics + eventTopics + organizationTopics + staffTopics + kitTopics + complianceTopics + regionTopics
        + communicationTopics + gatewayTopics

    /// What each type is about and carries, in the order of the topics' files.
    public static let declarations: [EventDeclaration] =
        bookingEvents + instanceEvents + activityEvents + organizationEvents + staffEvents + assignmentEvents
        + kitEvents + stockEvents + complianceEvents + regionEvents + communicationEvents + gatewayEvents

    /// The topics a service may publish to, in the registry's order.
    public static func topics(publishedBy service: ServiceName) -> [String] {
        topics.filter { $0.publishers.contains(service) }.map(\.name)
    }

    /// The topics a service may subscribe to, in the registry's order.
    public static func topics(consumedBy service: ServiceName) -> [String] {
        topics.filter { $0.consumers.contains(service) }.map(\.name)
    }

    /// The topic of this name, or with this alias.
    public static func topic(named name: String) -> Topic? {
        guard let topic = topicsByName[name], topic.name.utf8.elementsEqual(name.utf8) || topic.aliases.contains(name)
        else { return nil }
        return topic
    }

    /// The topics of dead letters, one for each consumer of each topic.
    public static var deadLetterTopics: [String] {
        topics.flatMap { topic in topic.consumers.map(topic.deadLetters) }
    }

    /// Everything a broker must have, as it is created unless the configuration says otherwise.
    public static var brokerTopics: [BrokerTopic] {
        topics.map { BrokerTopic(name: $0.name, partitions: $0.partitions) }
            + deadLetterTopics.map { BrokerTopic(name: $0, partitions: Topic.Defaults.deadLetterPartitions) }
    }

    /// The type that a name means: its own, or the first one of the topic, as events of others have it.
    static func type(named name: String) -> EventType? {
        EventType(exactly: name) ?? topic(named: name)?.types.first
    }

    private static let topicsByName: [String: Topic] = Dictionary(
        topics.flatMap { topic in ([topic.name] + topic.aliases).map { ($0, topic) } },
        uniquingKeysWith: { first, _ in first })

    fileprivate static let topicsByType: [EventType: Topic] = Dictionary(
        topics.flatMap { topic in topic.types.map { ($0, topic) } }, uniquingKeysWith: { first, _ in first })

    fileprivate static let declarationsByType: [EventType: EventDeclaration] = Dictionary(
        declarations.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
}

extension EventType {
    /// The one topic it stands on.
    public var topic: Topic {
        guard let topic = TopicRegistry.topicsByType[self] else {
            preconditionFailure("every type of event stands on a topic")
        }
        return topic
    }

    /// What the registry says of it.
    public var declaration: EventDeclaration {
        guard let declaration = TopicRegistry.declarationsByType[self] else {
            preconditionFailure("every type of event is declared")
        }
        return declaration
    }
}
