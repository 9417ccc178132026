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
            #expect(producer.counters.delivered == 2)
            #expect(producer.counters.inFlight == 0)
            #expect(producer.counters.inFlightBytes == 0)
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
}
