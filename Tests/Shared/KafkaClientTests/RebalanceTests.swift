import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

@Suite("Rebalances")
struct RebalanceTests {
    @Test("a second member takes over half: what was begun may finish, a pause ends, and nothing is lost")
    func secondMember() async throws {
        try await withKafka(topics: ["events": 4]) { site in
            let producer = try site.producer(["events"])
            let story = Recorded<[String]>([])
            var hooks = KafkaConsumerHooks()
            hooks.assigned = { names in story.update { $0.append("assigned \(names.count)") } }
            hooks.revoking = { names in story.update { $0.append("revoking \(names.count)") } }
            // What was begun is finished after the revocation was seen, which may take a busy machine its time.
            let first = try site.consumer(["events"], hooks: hooks) { $0.revokeWaitMax = .seconds(60) }
            try await wait(until: "the first member has everything") { first.partitions.count == 4 }
            _ = await producer.deliver((0..<40).map { .text("events", "key \($0)", "\($0)") }, until: soon)
            var begun: [ConsumedRecord] = []
            while begun.count < 40 { begun += try await first.next(atMost: 100) }
            for number in Int32(0)..<4 { first.pause(TopicPartition("events", number)) }

            let second = try site.consumer(["events"])
            try await wait(until: "everything is being taken away") { story.value.last == "revoking 4" }
            #expect(!first.mayStart(begun[0].position))
            for record in begun.dropLast() { #expect(first.finish(record.position)) }
            #expect(first.release(begun[39].position))
            try await wait(until: "each has half", status: { "\(story.value)" }) {
                first.partitions.count == 2 && second.partitions.count == 2
            }
            // The mock cluster may need a round more until it has counted both.
            #expect(story.value.prefix(2) == ["assigned 4", "revoking 4"])
            #expect(story.value.last == "assigned 2")
            #expect(first.counters.handlersLeftBehind == 0)
            #expect(first.counters.assignmentsLost == 0)
            #expect(first.counters.paused == 0)
            #expect(!first.finish(begun[0].position))
            #expect(first.counters.stale == 1)

            // The mock cluster refuses the commit of a revocation, so all forty may come again; the new ones must.
            _ = await producer.deliver((40..<80).map { .text("events", "key \($0)", "\($0)") }, until: soon)
            let seen = Recorded<Set<String>>([begun[39].text])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for consumer in [first, second] {
                    group.addTask(executorPreference: site.loop) {
                        while true {
                            let batch = try await consumer.next(atMost: 100)
                            guard !batch.isEmpty else { return }
                            for record in batch {
                                consumer.finish(record.position)
                                _ = seen.update { $0.insert(record.text) }
                            }
                        }
                    }
                }
                try await wait(until: "all new records came", status: { "\(seen.value.count)" }) {
                    (40..<80).allSatisfy { seen.value.contains("\($0)") }
                }
                group.cancelAll()
            }
            #expect(await first.close(until: soon))
            #expect(await second.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a handler that does not come to its end is not waited for beyond the limit")
    func hungHandler() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.deliver(.text("events", "k", "1"), until: soon)
            let consumer = try site.consumer(["events"]) { $0.revokeWaitMax = .milliseconds(100) }
            let held = try await consumer.next(atMost: 1)
            let start = MonotonicTime.now
            // Handlers would have half of this without the limit.
            #expect(await consumer.close(until: .now + .seconds(600)))
            #expect(MonotonicTime.now - start < .seconds(200))
            #expect(consumer.counters.handlersLeftBehind == 1)
            #expect(!consumer.finish(held[0].position))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a member that the group has forgotten joins again and goes on")
    func forgotten() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            let consumer = try site.consumer(["events"])
            try await wait(until: "it has its partition") { consumer.partitions.count == 1 }
            try await site.cluster.apply(.fail(.heartbeat, code: 25, count: 1, broker: nil))
            try await wait(until: "the assignment is gone") { consumer.counters.revocations == 1 }
            #expect(consumer.counters.assignmentsLost == 1)
            try await wait(until: "it has its partition again") { consumer.partitions.count == 1 }
            _ = await producer.deliver(.text("events", "k", "1"), until: soon)
            #expect(try await consumer.take(1).map(\.text) == ["1"])
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("the coordinator moves to another broker, and commits follow it")
    func coordinatorMoves() async throws {
        try await withKafka(brokers: 2) { site in
            let producer = try site.producer(["events"])
            try await site.cluster.apply(.moveCoordinator(group: "group", broker: 1))
            let consumer = try site.consumer(["events"])
            try await wait(until: "it has its partition") { consumer.partitions.count == 1 }
            try await site.cluster.apply(.moveCoordinator(group: "group", broker: 2))
            _ = await producer.deliver(.text("events", "k", "1"), until: soon)
            _ = try await consumer.take(1)
            try await wait(until: "the offset is committed", status: { "\(consumer.counters)" }) {
                consumer.lags.first?.committed == 1
            }
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("closing without a broker keeps to its deadline")
    func closeWithoutBroker() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.deliver(.text("events", "k", "1"), until: soon)
            let consumer = try site.consumer(["events"]) { $0.commitInterval = .seconds(60) }
            _ = try await consumer.take(1)
            try await site.cluster.apply(.down(broker: nil))
            try await wait(until: "the consumer knows") { consumer.lastFault?.kind == .unreachable }
            let start = MonotonicTime.now
            let isLeft = await consumer.close(until: .now + .seconds(1))
            #expect(!isLeft)
            #expect(MonotonicTime.now - start < .seconds(60))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a consumer without a broker waits, and a hundred of them come and go")
    func noLeaks() async throws {
        try await withKafka { site in
            for index in 0..<100 {
                let consumer = try site.consumer(["events"], group: "group \(index)")
                #expect(await consumer.close(until: soon))
            }
            try await site.cluster.apply(.down(broker: nil))
            for index in 0..<10 {
                let consumer = try site.consumer(["events"], group: "group \(index)")
                #expect(await consumer.close(until: .now + .milliseconds(100)))
            }
        }
    }
}
