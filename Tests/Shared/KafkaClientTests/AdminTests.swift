import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

@Suite("Administration")
struct AdminTests {
    @Test("the topics of the cluster are listed with their partitions and leaders")
    func lists() async throws {
        try await withKafka(topics: ["b": 2, "a": 1]) { site in
            let admin = try KafkaAdmin(site.connection, on: site.loop, blocking: site.blocking)
            let topics = try await admin.topics(until: soon)
            #expect(topics.map(\.name) == ["a", "b"])
            #expect(topics.map(\.partitions.count) == [1, 2])
            #expect(topics.allSatisfy { $0.partitions.allSatisfy { $0.leader == 1 } && $0.fault == nil })
            #expect(await admin.close())
        }
    }

    @Test("no broker: a question ends with its deadline")
    func unreachable() async throws {
        try await withKafka { site in
            try await site.cluster.apply(.down(broker: nil))
            let admin = try KafkaAdmin(site.connection, on: site.loop, blocking: site.blocking)
            let kind = await kind { _ = try await admin.topics(until: .now + .milliseconds(100)) }
            #expect(kind == .unreachable || kind == .timedOut)
            #expect(await admin.close())
        }
    }

    /// The kind of fault a call throws.
    private func kind(_ call: () async throws -> Void) async -> KafkaFault.Kind? {
        do {
            try await call()
            return nil
        } catch {
            return (error as? KafkaFault)?.kind
        }
    }

    @Test("a cluster without an Admin API is reported as one that does not support it")
    func unsupported() async throws {
        try await withKafka { site in
            let admin = try KafkaAdmin(site.connection, on: site.loop, blocking: site.blocking)
            let plan = TopicPlan("new", partitions: 1, replication: 1)
            let kinds = [
                await kind { _ = try await admin.create([plan], until: soon) },
                await kind { _ = try await admin.settings(ofTopics: ["events"], until: soon) },
            ]
            #expect(kinds == [.unsupported, .unsupported])
            #expect(await admin.close())
        }
    }
}
