import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

@Suite("The mock cluster")
struct MockClusterTests {
    @Test("it says where its brokers listen, one address for each")
    func addresses() throws {
        let cluster = try MockCluster(brokers: 3)
        #expect(cluster.bootstrapServers.count == 3)
        #expect(cluster.bootstrapServers.allSatisfy { $0.hasPrefix("127.0.0.1:") })
        cluster.close()
    }

    @Test(
        "what it cannot do is refused",
        arguments: [
            MockFault.down(broker: 2), .down(broker: 0), .down(broker: -1), .slow(.seconds(601), broker: nil),
            .loseRequests(.produce, count: 0, broker: nil), .loseRequests(.produce, count: 10_001, broker: nil),
            .leader(topic: "t", partition: 0, broker: 2), .leader(topic: "t", partition: -1, broker: 1),
            .moveCoordinator(group: "g", broker: 9), .slow(.seconds(-1), broker: nil),
        ])
    func refusals(fault: MockFault) throws {
        let cluster = try MockCluster()
        #expect(throws: MockRefusal.self) { try cluster.apply(fault) }
        cluster.close()
    }

    @Test("its sizes have limits", arguments: [0, 10, -1])
    func sizes(brokers: Int) throws {
        #expect(throws: MockRefusal.self) { try MockCluster(brokers: brokers) }
    }

    @Test("topics have names and partitions within limits; one that is there stays")
    func topics() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("t", partitions: 64)
        try cluster.createTopic("t", partitions: 1)
        #expect(throws: MockRefusal.self) { try cluster.createTopic("u", partitions: 65) }
        #expect(throws: MockRefusal.self) { try cluster.createTopic("u", partitions: 0) }
        #expect(throws: MockRefusal.self) { try cluster.createTopic("", partitions: 1) }
        try cluster.createTopic(String(repeating: "n", count: 249), partitions: 1)
        #expect(throws: MockRefusal.self) {
            try cluster.createTopic(String(repeating: "n", count: 250), partitions: 1)
        }
        cluster.close()
    }

    @Test("many topics are made at once, each with its partitions; one that cannot be refuses all of them")
    func manyTopics() async throws {
        let cluster = try MockCluster()
        let topics = (0..<200).map { (name: "topic-\($0)", partitions: $0 % 5 + 1) }
        try cluster.createTopics(topics)
        try cluster.createTopics(topics)
        #expect(throws: MockRefusal.self) { try cluster.createTopics([("good", 1), ("bad", 65)]) }
        let found = try await partitions(of: cluster)
        #expect(found == Dictionary(uniqueKeysWithValues: topics))
        cluster.close()
        #expect(throws: MockRefusal.self) { try cluster.createTopics(topics) }
    }

    private func partitions(of cluster: MockCluster) async throws -> [String: Int] {
        let servers = cluster.bootstrapServers
        return try await withLoop { loop in
            let blocking = try BlockingThread()
            defer { blocking.stop() }
            let connection = KafkaConnection(bootstrapServers: servers, clientID: "test")
            let admin = try KafkaAdmin(connection, on: loop, blocking: blocking)
            let topics = try await admin.topics(until: .now + .seconds(60))
            await admin.close()
            return Dictionary(uniqueKeysWithValues: topics.map { ($0.name, $0.partitions.count) })
        }
    }

    @Test("spoiled requests are counted for each broker and kind, and a closed cluster refuses")
    func pending() throws {
        let cluster = try MockCluster(brokers: 2)
        try cluster.apply(.fail(.fetch, code: 6, count: 3, broker: 2))
        try cluster.apply(.loseRequests(.fetch, count: 1, broker: nil))
        #expect(try cluster.pending(.fetch, broker: 1) == 1)
        #expect(try cluster.pending(.fetch, broker: 2) == 4)
        #expect(try cluster.pending(.produce, broker: 2) == 0)
        cluster.close()
        cluster.close()
        #expect(throws: MockRefusal.self) { try cluster.pending(.fetch) }
    }
}
