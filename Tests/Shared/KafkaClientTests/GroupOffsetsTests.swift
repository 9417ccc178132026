import EventLoop
import KafkaClient
import KafkaMock
import Testing

@Suite("Offsets of a group from outside")
struct GroupOffsetsTests {
    @Test("what a group has committed is seen from outside, and nothing where it has not")
    func whatAGroupHasCommittedIs() async throws {
        try await withKafka(topics: ["events": 2]) { site in
            let producer = try site.producer(["events"])
            let outcomes = await producer.deliver(
                (0..<20).map { .text("events", "key \($0)", "value") }, until: soon)
            #expect(outcomes.count == 20)
            await producer.close(until: soon)
            let consumer = try site.consumer(["events"])
            _ = try await consumer.take(20)
            _ = await consumer.close(until: soon)
            let partitions = [TopicPartition("events", 0), TopicPartition("events", 1)]
            let group = try GroupOffsets(site.connection, group: "group", on: site.loop, blocking: site.blocking)
            let committed = try await group.committed(partitions, until: soon)
            #expect(committed.values.reduce(0, +) == 20)
            for partition in partitions {
                let held = try await group.held([partition], until: soon)[partition]
                #expect(held == 0..<(committed[partition] ?? -1))
            }
            await group.close()
            let stranger = try GroupOffsets(site.connection, group: "stranger", on: site.loop, blocking: site.blocking)
            let nothing = try await stranger.committed(partitions, until: soon)
            #expect(nothing.isEmpty)
            await stranger.close()
        }
    }

    @Test("a cluster that is away is an error by the deadline")
    func aClusterThatIsAwayIs() async throws {
        try await withKafka { site in
            try await site.cluster.apply(.down(broker: nil))
            let group = try GroupOffsets(site.connection, group: "group", on: site.loop, blocking: site.blocking)
            await #expect(throws: KafkaFault.self) {
                try await group.committed([TopicPartition("events", 0)], until: .now + .milliseconds(200))
            }
            await group.close()
        }
    }
}
