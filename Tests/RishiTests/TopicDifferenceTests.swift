import EventLoop
import KafkaClient
import KafkaMock
import PlatformProtocol
import TestKit
import Testing

@testable import rishi

@Suite("rishi topics") struct TopicDifferenceTests {
    private let plan = TopicPlan("a", partitions: 2, replication: 3, settings: ["retention.ms": "7"])

    @Test(
        "the registry's topics are planned with its partitions, replicas and retention, or the replicas that are asked for"
    )
    func plans() {
        let plans = TopicDifference.plans(replication: nil)
        #expect(plans.map(\.name) == TopicRegistry.brokerTopics.map(\.name))
        #expect(plans.map(\.partitions) == TopicRegistry.brokerTopics.map(\.partitions))
        #expect(plans.allSatisfy { $0.replication == 3 && $0.settings == ["retention.ms": "7776000000"] })
        #expect(TopicDifference.plans(replication: 1).allSatisfy { $0.replication == 1 })
    }

    @Test("a cluster that has everything as it should be differs in nothing, whatever else it has")
    func same() {
        let topics = [topic("a", partitions: 2, replicas: 3), topic("other", partitions: 9, replicas: 1)]
        #expect(TopicDifference.between([plan], topics, ["a": ["retention.ms": "7"]]) == [])
    }

    @Test("what is missing can be made, and what is different is told, everything at once")
    func differences() {
        let missing = TopicPlan("b", partitions: 1, replication: 3, settings: ["retention.ms": "7"])
        let found = TopicDifference.between(
            [plan, missing], [topic("a", partitions: 4, replicas: 1)], ["a": ["retention.ms": "8"]])
        #expect(
            found == [
                .partitions("a", found: 4, wanted: 2), .replication("a", found: 1, wanted: 3),
                .retention("a", found: "8", wanted: "7"), .missing(missing),
            ])
        #expect(found.compactMap(\.creation) == [missing])
        #expect(found[3].line == "+ b: 1 partitions, 3 replicas, retention.ms=7")
        #expect(found[2].line.hasSuffix("kafka-configs --alter --topic a --add-config retention.ms=7"))
        #expect(found[0].line.hasPrefix("! a: 4 partitions instead of 2. Not changed"))
    }

    @Test("the partition with the fewest replicas counts, and a retention that nobody tells is a difference")
    func doubtful() {
        let uneven = topic("a", partitions: 2, replicas: 3, last: 2)
        #expect(
            TopicDifference.between([plan], [uneven], [:]) == [
                .replication("a", found: 2, wanted: 3), .retention("a", found: "unknown", wanted: "7"),
            ])
    }

    @Test("a local broker, which has no Admin API, is told from a cluster", arguments: ["diff", "apply"])
    func localBroker(_ action: String) async throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.close() }
        for topic in TopicRegistry.brokerTopics { try cluster.createTopic(topic.name, partitions: topic.partitions) }
        let words = ["topics", action, "--brokers", cluster.bootstrapServers.joined(separator: ",")]
        let command = try #require(try TopicsCommand(words, OperatorEnvironment([:])))
        await #expect(throws: NoAdministration.self) {
            try await withLoop { loop in try await command.run(on: loop, OperatorEnvironment([:])) { _ in } }
        }
    }

    private func topic(_ name: String, partitions: Int, replicas: Int, last: Int? = nil) -> TopicDescription {
        TopicDescription(
            name: name,
            partitions: (0..<partitions).map { number in
                TopicDescription.Partition(
                    number: Int32(number), leader: 1, replicas: number == partitions - 1 ? last ?? replicas : replicas)
            }, fault: nil)
    }
}
