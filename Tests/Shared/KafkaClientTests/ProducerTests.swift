import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

@Suite("Producing")
struct ProducerTests {
    @Test("a record is delivered when the broker says so, with its partition and offset")
    func delivers() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            let outcomes = await producer.deliver([.text("events", "a", "1"), .text("events", "b", "2")], until: soon)
            #expect(outcomes == [.delivered(partition: 0, offset: 0), .delivered(partition: 0, offset: 1)])
            #expect(producer.isWarm)
            #expect(producer.counters.delivered == 2)
            #expect(producer.counters.inFlight == 0)
            #expect(producer.counters.inFlightBytes == 0)
            #expect(producer.counters.waiting == 0)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("keys, headers, null and empty values arrive as they were sent")
    func roundTrip() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            var headers = KafkaHeaders()
            headers.append("ce_id", text: "1")
            headers.append("empty", [])
            headers.append("null", nil)
            headers.append("ce_id", [0, 255])
            let sent = [
                ProducerRecord(topic: "events", key: [0, 1, 255], value: Array("text".utf8), headers: headers),
                ProducerRecord(topic: "events", key: [1], value: nil),
                ProducerRecord(topic: "events", key: [1], value: []),
            ]
            let outcomes = await producer.deliver(sent, until: soon)
            #expect(outcomes.allSatisfy { $0.isDelivered })
            let consumer = try site.consumer(["events"])
            let received = try await consumer.take(3)
            #expect(received.map(\.key) == sent.map(\.key))
            #expect(received.map(\.value) == sent.map(\.value))
            #expect(received.map(\.headers) == sent.map(\.headers))
            #expect(received.map(\.offset) == [0, 1, 2])
            #expect(received[0].headers["ce_id"] == [0, 255])
            #expect(received[0].headers["null"] == nil)
            #expect(received[0].headers["empty"] == [])
            #expect(await consumer.close(until: soon))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("what can never be published is refused at once, and its neighbours go through")
    func refusals() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            var crowded = KafkaHeaders()
            for _ in 0...KafkaClientLimits.headersMax { crowded.append("h", []) }
            let outcomes = await producer.deliver(
                [
                    .text("events", "", "no key"),
                    .text("unheard.of", "a", "no such topic"),
                    ProducerRecord(topic: "events", key: [1], value: [UInt8](repeating: 0, count: 1_200_000)),
                    ProducerRecord(topic: "events", key: [1], value: nil, headers: crowded),
                    .text("events", "a", "fine"),
                ], until: soon)
            let kinds = outcomes.map { outcome -> KafkaFault.Kind? in
                guard case .notPersisted(let fault) = outcome, fault.isPermanentForRecord else { return nil }
                return fault.kind
            }
            #expect(kinds == [.emptyKey, .undeclaredTopic, .recordTooLarge, .recordInvalid, nil])
            #expect(outcomes[4].isDelivered)
            #expect(producer.counters.refused == 4)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("the largest record allowed is delivered, one byte more is not")
    func largest() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { $0.recordBytesMax = 100_000 }
            var headers = KafkaHeaders()
            headers.append("name", [UInt8](repeating: 1, count: 996))
            func record(_ bytes: Int) -> ProducerRecord {
                ProducerRecord(
                    topic: "events", key: [1], value: [UInt8](repeating: 0, count: bytes - 1001), headers: headers)
            }
            let outcomes = await producer.deliver([record(100_000), record(100_001)], until: soon)
            #expect(outcomes.map(\.isDelivered) == [true, false])
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a full queue makes records wait, none fails and their order stays")
    func fullQueue() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { $0.queuedRecordsMax = 7 }
            async let first = producer.deliver((0..<100).map { .text("events", "k", "\($0)") }, until: soon)
            async let second = producer.deliver((100..<200).map { .text("events", "k", "\($0)") }, until: soon)
            let outcomes = await first + second
            #expect(outcomes == (0..<200).map { .delivered(partition: 0, offset: $0) })
            #expect(producer.counters.fullQueues > 0)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("more records than a delivery may have are refused as a whole")
    func tooMany() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            let record = ProducerRecord.text("events", "k", "v")
            let many = [ProducerRecord](repeating: record, count: KafkaClientLimits.deliveryRecordsMax + 1)
            let refused = await producer.deliver(many, until: soon)
            #expect(refused.count == many.count)
            #expect(!refused.contains { $0.isDelivered })
            let outcomes = await producer.deliver(Array(many.dropLast()), until: soon)
            #expect(outcomes.allSatisfy { $0.isDelivered })
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a closed producer refuses")
    func closed() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            #expect(await producer.close(until: soon))
            let outcome = await producer.deliver(.text("events", "k", "v"), until: soon)
            guard case .notPersisted(let fault) = outcome else {
                Issue.record("nobody could have delivered it")
                return
            }
            #expect(fault.kind == .closed)
        }
    }

    @Test("closing lets what is under way be delivered")
    func closeDelivers() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { $0.linger = .milliseconds(100) }
            _ = await producer.warmed(until: soon)
            async let outcomes = producer.deliver((0..<50).map { .text("events", "k", "\($0)") }, until: .never)
            try await wait(until: "the records are in flight") { producer.counters.inFlight == 50 }
            #expect(await producer.close(until: soon))
            #expect(await outcomes.allSatisfy { $0.isDelivered })
        }
    }

    @Test("a hundred producers come and go, and each is given up by librdkafka")
    func noLeaks() async throws {
        try await withKafka { site in
            for index in 0..<100 {
                let producer = try site.producer(["events"])
                if index.isMultiple(of: 10) {
                    _ = await producer.deliver(.text("events", "k", "\(index)"), until: soon)
                }
                #expect(await producer.close(until: soon))
            }
        }
    }
}
