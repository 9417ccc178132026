import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

@Suite("Producing when things go wrong")
struct ProducerFaultTests {
    @Test("a request that was lost is sent again, and the record is there once")
    func lostRequest() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.warmed(until: soon)
            try await site.cluster.apply(.loseRequests(.produce, count: 2, broker: nil))
            let outcome = await producer.deliver(.text("events", "k", "v"), until: soon)
            #expect(outcome == .delivered(partition: 0, offset: 0))
            #expect(try await site.cluster.pending(.produce) == 0)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a record whose answer was lost is delivered, at the price of a duplicate where the broker cannot tell")
    func lostAnswer() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { settings in
                settings.connection.socketTimeout = .milliseconds(300)
                settings.requestTimeout = .milliseconds(300)
            }
            _ = await producer.warmed(until: soon)
            try await site.cluster.apply(.loseAnswers(.produce, count: 1, delay: .seconds(3), broker: nil))
            let outcome = await producer.deliver(.text("events", "k", "v"), until: soon)
            #expect(outcome == .delivered(partition: 0, offset: 1))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a refusal by the broker is that record's outcome, and the producer goes on")
    func permanent() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.warmed(until: soon)
            try await site.cluster.apply(.fail(.produce, code: 10, count: 1, broker: nil))
            let refused = await producer.deliver(.text("events", "k", "1"), until: soon)
            guard case .notPersisted(let fault) = refused else {
                Issue.record("the broker refused it: \(refused)")
                return
            }
            #expect(fault.kind == .recordTooLarge)
            #expect(fault.isPermanentForRecord)
            #expect(await producer.deliver(.text("events", "k", "2"), until: soon).isDelivered)
            #expect(producer.counters.generations == 1)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a fatal error ends the handle, everything given to it has an outcome, and a new handle delivers")
    func fatal() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { $0.queuedRecordsMax = 20 }
            _ = await producer.warmed(until: soon)
            try await site.cluster.apply(.fail(.produce, code: 45, count: 1, broker: nil))
            let outcomes = await producer.deliver((0..<100).map { .text("events", "k", "\($0)") }, until: soon)
            #expect(!outcomes.contains { $0.isDelivered })
            // Those that librdkafka never saw are certainly not in the log.
            #expect(
                outcomes.suffix(50).allSatisfy { outcome in
                    if case .notPersisted = outcome { true } else { outcome == .purged }
                })
            let again = await producer.deliver((0..<100).map { .text("events", "k", "\($0)") }, until: soon)
            #expect(again == (0..<100).map { .delivered(partition: 0, offset: $0) })
            #expect(producer.counters.fatalErrors == 1)
            #expect(producer.counters.generations == 2)
            #expect(producer.counters.inFlight == 0)
            #expect(producer.counters.inFlightBytes == 0)
            #expect(producer.counters.waiting == 0)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a broker that is away is waited for, from the start and in between")
    func brokerAway() async throws {
        try await withKafka { site in
            try await site.cluster.apply(.down(broker: nil))
            let producer = try site.producer(["events"])
            async let early = producer.deliver(.text("events", "k", "1"), until: soon)
            try await wait(until: "the producer knows") { producer.lastFault != nil }
            #expect(!producer.isWarm)
            try await site.cluster.apply(.up(broker: nil))
            #expect(await early == .delivered(partition: 0, offset: 0))
            #expect(producer.lastFault == nil)

            try await site.cluster.apply(.down(broker: nil))
            async let later = producer.deliver(.text("events", "k", "2"), until: soon)
            try await wait(until: "the producer knows") { producer.lastFault?.kind == .unreachable }
            try await site.cluster.apply(.up(broker: nil))
            #expect(await later == .delivered(partition: 0, offset: 1))
            #expect(producer.counters.generations == 1)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a deadline drops everything that waits, so that nothing later overtakes what was dropped")
    func deadline() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            #expect(await producer.deliver(.text("events", "k", "0"), until: soon).isDelivered)
            try await site.cluster.apply(.down(broker: nil))
            async let short = producer.deliver(.text("events", "k", "1"), until: .now + .milliseconds(200))
            async let long = producer.deliver(.text("events", "k", "2"), until: soon)
            let outcomes = await [short, long]
            #expect(!outcomes.contains { $0.isDelivered })
            #expect(producer.counters.abandonments == 1)
            try await site.cluster.apply(.up(broker: nil))
            let again = await producer.deliver([.text("events", "k", "1"), .text("events", "k", "2")], until: soon)
            #expect(again == [.delivered(partition: 0, offset: 1), .delivered(partition: 0, offset: 2)])
            #expect(producer.counters.generations == 2)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("what never left the process is known not to be in the log")
    func certainty() async throws {
        try await withKafka { site in
            try await site.cluster.apply(.down(broker: nil))
            let producer = try site.producer(["events"])
            let outcomes = await producer.deliver([.text("events", "k", "1")], until: .now + .milliseconds(100))
            #expect(outcomes == [.purged])
            #expect(await producer.close(until: .now + .milliseconds(100)))
        }
    }

    @Test("what was sent and never answered may be in the log, and says so")
    func uncertainty() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { $0.connection.socketTimeout = .seconds(60) }
            _ = await producer.warmed(until: soon)
            try await site.cluster.apply(.loseAnswers(.produce, count: 1, delay: .seconds(60), broker: nil))
            async let outcome = producer.deliver(.text("events", "k", "1"), until: soon)
            try await wait(until: "the broker has it") { try await site.cluster.pending(.produce) == 0 }
            producer.abandon()
            guard case .possiblyPersisted(let fault) = await outcome else {
                Issue.record("the broker has it, but we cannot know: \(await outcome)")
                return
            }
            #expect(fault.kind == .purged)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a partition without a leader is waited for")
    func leaderless() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            #expect(await producer.deliver(.text("events", "k", "0"), until: soon).isDelivered)
            try await site.cluster.apply(.leaderless(topic: "events", partition: 0))
            try await site.cluster.apply(.fail(.produce, code: 6, count: 1, broker: nil))
            async let outcome = producer.deliver(.text("events", "k", "1"), until: soon)
            try await wait(until: "it was refused once") { try await site.cluster.pending(.produce) == 0 }
            try await site.cluster.apply(.leader(topic: "events", partition: 0, broker: 1))
            #expect(await outcome == .delivered(partition: 0, offset: 1))
            #expect(await producer.close(until: soon))
        }
    }

    @Test("a topic the cluster does not have is named")
    func missingTopic() async throws {
        try await withKafka(topics: ["events": 1, "gone": 1]) { site in
            try await site.cluster.apply(.topicError(topic: "gone", code: 3))
            let producer = try site.producer(["events", "gone"])
            #expect(await producer.deliver(.text("events", "k", "1"), until: soon).isDelivered)
            #expect(producer.missingTopics == ["gone"])
            #expect(!producer.isWarm)
            #expect(await producer.close(until: soon))
        }
    }

    @Test("closing without a broker keeps to its deadline, and nobody is left without an outcome")
    func closeWithoutBroker() async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"])
            _ = await producer.warmed(until: soon)
            try await site.cluster.apply(.down(broker: nil))
            async let outcomes = producer.deliver((0..<10).map { .text("events", "k", "\($0)") }, until: .never)
            try await wait(until: "the records are inside") { producer.counters.inFlight == 10 }
            let start = MonotonicTime.now
            #expect(await producer.close(until: .now + .milliseconds(200)))
            #expect(MonotonicTime.now - start < .seconds(60))
            #expect(await !outcomes.contains { $0.isDelivered })
        }
    }
}
