import Bytes
import Identifiers
import KafkaClient
import PlatformProtocol

/// A record that a consumer could not handle, on its way to `<consumer>.<topic>.dlq`: the original key, value and
/// headers, and headers that say where it came from and why it is here. It goes through the outbox, in one transaction
/// with what is noted of it.
///
/// A letter that was sent back and failed again does not grow: headers of an earlier death are replaced.
struct DeadLetter: Sendable {
    /// The event's id where the record could be read that far; else one that follows from where the record lies, so
    /// that it is the same at each delivery and is nobody else's.
    let id: UUID128
    let organizationID: OrganizationID
    let topic: String
    let key: String
    let value: [UInt8]?
    let headers: KafkaHeaders
    let time: Timestamp

    /// The letter of a record that comes from its topic.
    init(
        _ record: ConsumedRecord, of envelope: Envelope?, _ failure: EventFailure, consumer: ServiceName,
        at now: Timestamp
    ) {
        self.init(
            record, id: envelope?.id.uuid ?? Self.id(of: record), of: envelope?.organizationID ?? .platform, failure,
            consumer: consumer, at: now)
    }

    init(
        _ record: ConsumedRecord, id: UUID128, of organization: OrganizationID, _ failure: EventFailure,
        consumer: ServiceName, at now: Timestamp
    ) {
        self.id = id
        organizationID = organization
        topic = TopicRegistry.topic(named: record.topic)?.deadLetters(of: consumer) ?? record.topic
        key = record.keyName
        let isCut = (record.value?.count ?? 0) > MessagingLimits.deadLetterValueBytes
        value = isCut ? record.value.map { Array($0.prefix(MessagingLimits.deadLetterValueBytes)) } : record.value
        time = now
        var headers = KafkaHeaders()
        let dropped = Self.copy(record.headers, to: &headers)
        headers.append(Self.consumer, text: consumer.rawValue)
        headers.append(Self.topic, text: record.topic)
        headers.append(Self.partition, text: "\(record.partition)")
        headers.append(Self.offset, text: "\(record.offset)")
        if let timestamp = record.timestampMilliseconds { headers.append(Self.timestamp, text: "\(timestamp)") }
        headers.append(Self.reason, text: failure.label)
        headers.append(Self.detail, text: Self.cut(failure.detail))
        headers.append(Self.attempts, text: "\(failure.attempts)")
        headers.append(Self.firstFailure, text: (failure.firstFailure ?? now).description)
        headers.append(Self.lastFailure, text: now.description)
        if record.keyText == nil, let key = record.key, !key.isEmpty {
            headers.append(Self.key, Array(key.prefix(MessagingLimits.deadLetterKeyBytes)))
        }
        if isCut { headers.append(Self.valueBytes, text: "\(record.value?.count ?? 0)") }
        if dropped > 0 { headers.append(Self.headersDropped, text: "\(dropped)") }
        self.headers = headers
    }

    // MARK: Headers

    private static let prefix = "dead-letter-"
    private static let consumer: StaticString = "dead-letter-consumer"
    private static let topic: StaticString = "dead-letter-topic"
    private static let partition: StaticString = "dead-letter-partition"
    private static let offset: StaticString = "dead-letter-offset"
    private static let timestamp: StaticString = "dead-letter-timestamp"
    private static let reason: StaticString = "dead-letter-reason"
    private static let detail: StaticString = "dead-letter-detail"
    private static let attempts: StaticString = "dead-letter-attempts"
    private static let firstFailure: StaticString = "dead-letter-first-failure"
    private static let lastFailure: StaticString = "dead-letter-last-failure"
    /// The original key, where that is none we can use.
    private static let key: StaticString = "dead-letter-key"
    /// How long the value was before it was cut.
    private static let valueBytes: StaticString = "dead-letter-value-bytes"
    private static let headersDropped: StaticString = "dead-letter-headers-dropped"

    /// Copies what fits; how many headers did not.
    private static func copy(_ original: KafkaHeaders, to headers: inout KafkaHeaders) -> Int {
        var dropped = 0
        original.visit { name, value in
            guard !name.hasPrefix(prefix) else { return }
            let size = headers.byteCount + name.utf8.count + (value?.count ?? 0)
            guard headers.count < MessagingLimits.deadLetterHeaders, size <= MessagingLimits.deadLetterHeaderBytes
            else {
                dropped += 1
                return
            }
            headers.append(name, value.map(Array.init))
        }
        return dropped
    }

    /// A text of what is kept of one.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > MessagingLimits.deadLetterTextBytes else { return text }
        var text = text.prefix(MessagingLimits.deadLetterTextBytes)
        while text.utf8.count > MessagingLimits.deadLetterTextBytes { text.removeLast() }
        return String(text)
    }

    private static func id(of record: ConsumedRecord) -> UUID128 {
        UUID128(parent: namespace, name: "\(record.topic)/\(record.partition)/\(record.offset)")
    }

    /// The parent of ids of records that say none themselves.
    private static let namespace = UUID128(high: 0x7269_7368_692d_5d6c, low: 0x8f71_6465_6164_6c74)
}
