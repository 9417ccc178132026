import EventLoop
import Identifiers
import PlatformProtocol
import TestKit
import Testing

@testable import KafkaClient
@testable import Messaging

@Suite("A dead letter")
struct DeadLetterTests {
    private static let now = Timestamp(secondsSinceEpoch: 1_790_000_000)
    private static let reason = EventFailure(label: "refused", detail: "why", attempts: 3)

    private static func record(
        key: [UInt8]? = Array("k".utf8), value: [UInt8]? = [1], headers: KafkaHeaders = KafkaHeaders()
    ) -> ConsumedRecord {
        ConsumedRecord(
            topic: MessagingSite.topic, partition: 2, offset: 7, timestampMilliseconds: 5, key: key, value: value,
            headers: headers, position: RecordPosition(slot: 0, epoch: 1, offset: 7))
    }

    private static func letter(_ record: ConsumedRecord, _ reason: EventFailure = reason) -> DeadLetter {
        DeadLetter(record, of: nil, reason, consumer: .booking, at: now)
    }

    @Test("it says where it came from and why it is here, and carries what it was")
    func says() {
        var headers = KafkaHeaders()
        headers.append("a", text: "b")
        let letter = Self.letter(Self.record(headers: headers))
        #expect(letter.topic == MessagingSite.deadLetters)
        #expect(letter.key == "k" && letter.value == [1])
        let expected = [
            ("a", "b"), ("dead-letter-consumer", "booking-management"),
            ("dead-letter-topic", MessagingSite.topic), ("dead-letter-partition", "2"), ("dead-letter-offset", "7"),
            ("dead-letter-timestamp", "5"), ("dead-letter-reason", "refused"), ("dead-letter-detail", "why"),
            ("dead-letter-attempts", "3"), ("dead-letter-first-failure", Self.now.description),
            ("dead-letter-last-failure", Self.now.description),
        ]
        var found: [String] = []
        letter.headers.visit { name, value in found.append("\(name)=\(String(decoding: value ?? [], as: UTF8.self))") }
        #expect(found == expected.map { "\($0.0)=\($0.1)" })
    }

    @Test("one that dies again has the same headers and no more")
    func doesNotGrow() {
        var headers = KafkaHeaders()
        headers.append("a", text: "b")
        let first = Self.letter(Self.record(headers: headers))
        let second = Self.letter(Self.record(headers: first.headers))
        #expect(second.headers == first.headers)
    }

    @Test("the same record is the same letter at each delivery, and another record another")
    func identity() {
        #expect(Self.letter(Self.record()).id == Self.letter(Self.record(value: nil)).id)
        let other = ConsumedRecord(
            topic: MessagingSite.topic, partition: 2, offset: 8, timestampMilliseconds: nil, key: nil, value: nil,
            headers: KafkaHeaders(), position: RecordPosition(slot: 0, epoch: 1, offset: 8))
        #expect(Self.letter(Self.record()).id != Self.letter(other).id)
    }

    static let keys: [([UInt8]?, String, hasHeader: Bool)] = [
        (nil, "compliance.checked/2", false), ([], "compliance.checked/2", false),
        ([0x61], "a", false), ([UInt8](repeating: 0x61, count: 255), String(repeating: "a", count: 255), false),
        ([UInt8](repeating: 0x61, count: 256), "compliance.checked/2", true),
        ([0xFF], "compliance.checked/2", true), ([0x61, 0], "compliance.checked/2", true),
    ]

    @Test("a key that the outbox cannot hold stands in a header", arguments: keys.indices)
    func key(_ index: Int) {
        let (original, text, hasHeader) = Self.keys[index]
        let letter = Self.letter(Self.record(key: original))
        #expect(letter.key == text)
        #expect(letter.headers["dead-letter-key"] == (hasHeader ? original : nil))
    }

    @Test("what is kept of value, headers and text has bounds: at each everything is kept, one past it is cut")
    func bounds() {
        let value = [UInt8](repeating: 1, count: MessagingLimits.deadLetterValueBytes)
        #expect(Self.letter(Self.record(value: value)).value?.count == value.count)
        #expect(Self.letter(Self.record(value: value)).headers["dead-letter-value-bytes"] == nil)
        let cut = Self.letter(Self.record(value: value + [2]))
        #expect(cut.value == value)
        #expect(cut.headers.text("dead-letter-value-bytes") == "\(value.count + 1)")

        var headers = KafkaHeaders()
        for number in 0..<MessagingLimits.deadLetterHeaders { headers.append("h\(number)", []) }
        #expect(Self.letter(Self.record(headers: headers)).headers["dead-letter-headers-dropped"] == nil)
        headers.append("more", [])
        #expect(Self.letter(Self.record(headers: headers)).headers.text("dead-letter-headers-dropped") == "1")

        var wide = KafkaHeaders()
        wide.append("w", [UInt8](repeating: 1, count: MessagingLimits.deadLetterHeaderBytes - 1))
        #expect(Self.letter(Self.record(headers: wide)).headers["dead-letter-headers-dropped"] == nil)
        wide.append("x", [])
        #expect(Self.letter(Self.record(headers: wide)).headers.text("dead-letter-headers-dropped") == "1")

        let long = String(repeating: "é", count: MessagingLimits.deadLetterTextBytes)
        let letter = Self.letter(Self.record(), EventFailure(label: "x", detail: long))
        #expect(letter.headers["dead-letter-detail"]?.count == MessagingLimits.deadLetterTextBytes)
    }
}
