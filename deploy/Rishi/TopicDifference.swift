import KafkaClient
import PlatformProtocol

/// What a cluster's topic is not, beside the registry's.
enum TopicDifference: Sendable, Equatable {
    /// It is not there, and can be made.
    case missing(TopicPlan)
    /// It has other partitions. Never changed: a key's events would go on in another partition, out of order.
    case partitions(String, found: Int, wanted: Int)
    /// Its partitions have other numbers of replicas. The cluster moves data to change that.
    case replication(String, found: Int, wanted: Int)
    /// Events are kept for another time, in milliseconds.
    case retention(String, found: String, wanted: String)

    /// The topics as the registry wants them.
    static func plans(replication: Int?) -> [TopicPlan] {
        TopicRegistry.brokerTopics.map { topic in
            TopicPlan(
                topic.name, partitions: topic.partitions, replication: replication ?? topic.replication,
                settings: [retentionSetting: String(topic.retention.components.seconds * 1000)])
        }
    }

    /// Everything that a cluster's topics are not, by topic. Those that nobody here asks for are left alone.
    static func between(
        _ plans: [TopicPlan], _ topics: [TopicDescription], _ settings: [String: [String: String]]
    ) -> [TopicDifference] {
        let found = Dictionary(topics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return plans.flatMap { plan in
            guard let topic = found[plan.name] else { return [TopicDifference.missing(plan)] }
            return differences(plan, topic, settings[plan.name] ?? [:])
        }
    }

    private static func differences(
        _ plan: TopicPlan, _ topic: TopicDescription, _ settings: [String: String]
    ) -> [TopicDifference] {
        var differences: [TopicDifference] = []
        if topic.partitions.count != plan.partitions {
            differences.append(.partitions(plan.name, found: topic.partitions.count, wanted: plan.partitions))
        }
        if let replicas = topic.partitions.map(\.replicas).min(), replicas != plan.replication {
            differences.append(.replication(plan.name, found: replicas, wanted: plan.replication))
        }
        for (name, wanted) in plan.settings.sorted(by: { $0.key < $1.key }) {
            let found = settings[name] ?? "unknown"
            if found != wanted { differences.append(.retention(plan.name, found: found, wanted: wanted)) }
        }
        return differences
    }

    static let retentionSetting = "retention.ms"

    /// The plan of a topic that can be made.
    var creation: TopicPlan? {
        if case .missing(let plan) = self { plan } else { nil }
    }

    /// One line, as a diff has it, with what to do where that is somebody else's.
    var line: String {
        switch self {
        case .missing(let plan):
            "+ \(plan.name): \(plan.partitions) partitions, \(plan.replication) replicas, "
                + "\(Self.retentionSetting)=\(plan.settings[Self.retentionSetting] ?? "")"
        case .partitions(let name, let found, let wanted):
            "! \(name): \(found) partitions instead of \(wanted). Not changed: the key decides the partition, and events of "
                + "one key would be read out of order"
        case .replication(let name, let found, let wanted):
            "! \(name): \(found) replicas instead of \(wanted): kafka-reassign-partitions moves them"
        case .retention(let name, let found, let wanted):
            "! \(name): \(Self.retentionSetting)=\(found) instead of \(wanted): kafka-configs --alter --topic \(name) "
                + "--add-config \(Self.retentionSetting)=\(wanted)"
        }
    }
}
