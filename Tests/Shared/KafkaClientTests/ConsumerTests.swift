import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

/// Joining a group takes the mock cluster three seconds, and each rebalance after that five: few tests, side by side.
@Suite("Consuming")
struct ConsumerTests {
    @Test("a member resumes after the contiguous run that was finished, and not after what lies beyond a gap")
    func resumes() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.deliver((0..<10).map { .text("events", "k", "\($0)") }, until: soon)
            let first = try site.consumer(["events"])
            var records: [ConsumedRecord] = []
            while records.count < 10 { records += try await first.next(atMost: 10 - records.count) }
            for offset in [0, 1, 2, 5, 9] { #expect(first.finish(records[offset].position)) }
            #expect(!first.finish(records[5].position))
            for offset in [3, 4, 6, 7, 8] { #expect(first.release(records[offset].position)) }
            #expect(first.counters.outstanding == 0)
            try await wait(until: "the offset is committed") { first.lags.first?.committed == 3 }
            #expect(first.lags.first?.lag == 7)
            #expect(await first.close(until: soon))

            let second = try site.consumer(["events"])
            let again = try await second.take(7)
            #expect(again.map(\.offset) == [3, 4, 5, 6, 7, 8, 9])
            #expect(await second.close(until: soon))

            // The last commit was made while closing, and counts as well.
            let third = try site.consumer(["events"])
            try await wait(until: "it has its partition") { third.lags.first?.finished == 10 }
            #expect(third.lags.first?.committed == 10)
            #expect(await third.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("no more records are handed out than may be outstanding")
    func bounded() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.deliver((0..<50).map { .text("events", "k", "\($0)") }, until: soon)
            let consumer = try site.consumer(["events"]) { $0.outstandingMax = 8 }
            var held: [ConsumedRecord] = []
            while held.count < 8 { held += try await consumer.next(atMost: 100) }
            #expect(held.count == 8)
            async let more = consumer.next(atMost: 100)
            try await wait(until: "all are fetched") { consumer.lags.first?.highWatermark == 50 }
            #expect(consumer.counters.records == 8)
            consumer.finish(held[0].position)
            let next = try await more
            #expect(next.map(\.offset) == [8])
            #expect(await consumer.close(until: .now + .seconds(4)))
            #expect(consumer.counters.handlersLeftBehind == 1)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a reader whose task is cancelled gets nothing, and the next one everything")
    func cancelled() async throws {
        try await withKafka { site in
            let consumer = try site.consumer(["events"])
            let reader = Task(executorPreference: site.loop) { try await consumer.next(atMost: 1).count }
            try await wait(until: "it has its partition") { consumer.partitions.count == 1 }
            reader.cancel()
            #expect(try await reader.value == 0)
            let producer = try site.producer(["events"])
            _ = await producer.deliver(.text("events", "k", "1"), until: soon)
            #expect(try await consumer.take(1).map(\.text) == ["1"])
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a paused partition gives nothing until it is resumed, and loses nothing")
    func pauses() async throws {
        try await withKafka(topics: ["events": 2]) { site in
            let producer = try site.producer(["events"])
            let consumer = try site.consumer(["events"])
            // One record for each partition, so that both have begun.
            let begun = await producer.deliver((0..<8).map { .text("events", "key \($0)", "\($0)") }, until: soon)
            #expect(Set(begun.map(\.partition)) == [0, 1])
            _ = try await consumer.take(8)
            let skipped = Int64(begun.count { $0.partition == 0 })
            let paused = TopicPartition("events", 0)
            #expect(consumer.pause(paused))
            #expect(consumer.pause(paused))
            #expect(consumer.counters.paused == 1)
            #expect(!consumer.pause(TopicPartition("events", 7)))
            let records = (0..<40).map { ProducerRecord.text("events", "key \($0)", "\($0)") }
            let outcomes = await producer.deliver(records, until: soon)
            let other = outcomes.count { $0.partition == 1 }
            let taken = try await consumer.take(other)
            #expect(taken.allSatisfy { $0.partition == 1 })
            #expect(consumer.resume(paused))
            #expect(consumer.counters.paused == 0)
            let rest = try await consumer.take(40 - other)
            #expect(rest.allSatisfy { $0.partition == 0 })
            #expect(rest.map(\.offset) == (0..<Int64(40 - other)).map { skipped + $0 })
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a partition paused before its first record stops after it, and goes on when resumed")
    func pausedEarly() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.deliver((0..<10).map { .text("events", "k", "\($0)") }, until: soon)
            var hooks = KafkaConsumerHooks()
            let assigned = Signal()
            hooks.assigned = { _ in Task(executorPreference: site.loop) { await assigned.set() } }
            let consumer = try site.consumer(["events"], hooks: hooks)
            await assigned.wait()
            #expect(consumer.pause(TopicPartition("events", 0)))
            #expect(try await consumer.take(1).map(\.offset) == [0])
            let reader = Task(executorPreference: site.loop) { try await consumer.take(9).map(\.offset) }
            try await wait(until: "all are known") { consumer.lags.first?.highWatermark == 10 }
            #expect(consumer.counters.records == 1)
            #expect(consumer.resume(TopicPartition("events", 0)))
            #expect(try await reader.value == (1...9).map { $0 })
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("records that the topic has dropped before they were read are counted and reported")
    func lost() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            let first = try site.consumer(["events"])
            _ = await producer.deliver(.text("events", "k", "0"), until: soon)
            _ = try await first.take(1)
            #expect(await first.close(until: soon))
            // The mock cluster keeps 5 MiB of a partition. Random bytes, because others are compressed.
            var random = SeededRandom(seed: 1)
            for _ in 0..<12 {
                let value = (0..<900_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                let record = ProducerRecord(topic: "events", key: [1], value: value)
                #expect(await producer.deliver(record, until: soon).isDelivered)
            }
            let faults = Recorded<[KafkaFault.Kind]>([])
            var hooks = KafkaConsumerHooks()
            hooks.failed = { fault in faults.update { $0.append(fault.kind) } }
            let second = try site.consumer(["events"], hooks: hooks)
            let record = try await second.take(1)[0]
            #expect(record.offset > 1)
            #expect(second.counters.recordsLost == UInt64(record.offset - 1))
            #expect(faults.value.contains(.offsetLost))
            #expect(await second.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("one slow record does not let the others of its partition run away from it")
    func held() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            let consumer = try site.consumer(["events"])
            let records = (0..<KafkaClientLimits.windowMax).map { ProducerRecord.text("events", "k", "\($0)") }
            for _ in 0..<2 { _ = await producer.deliver(records, until: soon) }
            var slow: ConsumedRecord?
            while consumer.counters.holds == 0 {
                for record in try await consumer.next(atMost: 500) {
                    if record.offset == 0 { slow = record } else { consumer.finish(record.position) }
                }
            }
            #expect(consumer.counters.records == UInt64(KafkaClientLimits.windowMax))
            let first = try #require(slow)
            consumer.finish(first.position)
            let rest = try await consumer.take(KafkaClientLimits.windowMax)
            #expect(rest.first?.offset == Int64(KafkaClientLimits.windowMax))
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }
}

extension DeliveryOutcome {
    var partition: Int32? {
        if case .delivered(let partition, _) = self { partition } else { nil }
    }
}
