import EventLoop
import KafkaMock
import TestKit
import Testing

@testable import KafkaClient

@Suite("A tail")
struct TailTests {
    @Test("hears everything from its beginning on, in every instance, and nothing from before")
    func hears() async throws {
        try await withKafka(topics: ["events": 3, "others": 1]) { site in
            let producer = try site.producer(["events", "others"])
            _ = await producer.deliver((0..<20).map { .text("events", "k\($0)", "old") }, until: soon)
            let tails = [try site.tail(["events", "others"]), try site.tail(["events", "others"])]
            try await wait(until: "both read") { tails.allSatisfy { $0.partitions.count == 4 } }
            _ = await producer.deliver(
                (0..<20).map { .text($0 % 2 == 0 ? "events" : "others", "k\($0)", "new \($0)") }, until: soon)
            for tail in tails {
                let heard = try await tail.take(20)
                #expect(heard.sorted() == (0..<20).map { "new \($0)" }.sorted())
                #expect(tail.lag == 0)
            }
            for tail in tails { #expect(await tail.close()) }
            #expect(await producer.close(until: soon))
        }
    }

    @Test("loses nothing of an outage, and begins although the broker is away")
    func outage() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.deliver(.text("events", "k", "old"), until: soon)
            try await site.cluster.apply(.down(broker: nil))
            let tail = try site.tail(["events"])
            let early = Task(executorPreference: site.loop) { try await tail.next(atMost: 1).count }
            try await wait(until: "the outage is known") { tail.lastFault != nil }
            #expect(tail.partitions.isEmpty)
            early.cancel()
            #expect(try await early.value == 0)
            try await site.cluster.apply(.up(broker: nil))
            try await wait(until: "it reads") { tail.partitions.count == 1 }

            try await site.cluster.apply(.down(broker: nil))
            let sending = Task(executorPreference: site.loop) {
                await producer.deliver((0..<5).map { .text("events", "k", "\($0)") }, until: soon)
            }
            let reading = Task(executorPreference: site.loop) { try await tail.take(5) }
            try await site.loop.sleep(for: .milliseconds(300))
            #expect(tail.lastFault != nil)
            try await site.cluster.apply(.up(broker: nil))
            _ = await sending.value
            #expect(try await reading.value == ["0", "1", "2", "3", "4"])
            #expect(tail.lastFault == nil)
            #expect(await tail.close())
            #expect(await producer.close(until: soon))
        }
    }

    @Test("reads a topic that comes later from its beginning, and what it read already goes on undisturbed")
    func grows() async throws {
        try await withKafka { site in
            let tail = try site.tail(["events", "later"])
            let producer = try site.producer(["events"])
            try await wait(until: "it reads") { tail.partitions.count == 1 }
            _ = await producer.deliver(.text("events", "k", "a"), until: soon)
            #expect(try await tail.take(1) == ["a"])
            try await site.cluster.createTopic("later", partitions: 2)
            let other = try site.producer(["later"])
            _ = await other.deliver((0..<10).map { .text("later", "k\($0)", "later \($0)") }, until: soon)
            let heard = try await tail.take(10)
            #expect(heard.sorted() == (0..<10).map { "later \($0)" })
            #expect(tail.partitions.count == 3)
            _ = await producer.deliver(.text("events", "k", "b"), until: soon)
            #expect(try await tail.take(1) == ["b"])
            #expect(await tail.close())
            #expect(await producer.close(until: soon))
            #expect(await other.close(until: soon))
        }
    }

    @Test(
        "gives its reader nothing more once it is closed or the reader is cancelled, and closes while the broker is away"
    )
    func ends() async throws {
        try await withKafka { site in
            let tail = try site.tail(["events"])
            let reader = Task(executorPreference: site.loop) { try await tail.next(atMost: 1).count }
            reader.cancel()
            #expect(try await reader.value == 0)
            let second = Task(executorPreference: site.loop) { try await tail.next(atMost: 1).count }
            try await site.cluster.apply(.down(broker: nil))
            let begun = MonotonicTime.now
            #expect(await tail.close())
            #expect(MonotonicTime.now - begun < .seconds(8))
            #expect(try await second.value == 0)
        }
    }

    @Test("is refused settings that cannot work")
    func settings() {
        var settings = TailSettings(KafkaConnection(bootstrapServers: ["h:1"], clientID: "test"))
        #expect(settings.faults.isEmpty)
        settings.queuedBytesMax = 1
        settings.discoveryInterval = .zero
        settings.fetchWaitMax = .zero
        #expect(settings.faults.count == 3)
    }
}

extension KafkaSite {
    fileprivate func tail(_ topics: [String]) throws -> KafkaTail {
        var settings = TailSettings(connection)
        settings.fetchWaitMax = .milliseconds(10)
        settings.discoveryInterval = .milliseconds(100)
        return try KafkaTail(settings, topics: topics, on: loop, blocking: blocking, logger: logger)
    }
}

extension KafkaTail {
    fileprivate func take(_ count: Int) async throws -> [String] {
        try await withDeadline(soon, on: loop) {
            var taken: [String] = []
            while taken.count < count {
                taken += try await self.next(atMost: count - taken.count).map(\.text)
                try Task.checkCancellation()
            }
            return taken
        }
    }
}
