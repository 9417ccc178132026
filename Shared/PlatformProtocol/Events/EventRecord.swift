public import Identifiers
import JSON

/// An event as a broker carries it: what the outbox keeps and the relay sends, byte for byte.
public struct EventRecord: Sendable, Hashable {
    public let topic: String
    /// The aggregate's id as text, so that all of its events are in one partition.
    public let key: [UInt8]
    public let value: [UInt8]
    public let headers: [EventHeader]

    public init(topic: String, key: [UInt8], value: [UInt8], headers: [EventHeader]) {
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
    }
}

extension Envelope {
    /// The event for the broker. Refuses what a consumer of ours would refuse, so that it is refused while the
    /// transaction that tells it can still be rolled back.
    public func record() throws(EventFault) -> EventRecord {
        var key: [UInt8] = []
        aggregateID.append(to: &key)
        let value = value
        guard value.count <= EventLimits.valueBytesMax else { throw .valueTooLarge(value.count) }
        guard metadata.object.members.count <= EventLimits.metadataMembersMax else { throw .tooMuchMetadata }
        let headers = headers
        try EventHeaders.checkSizes(headers)
        return EventRecord(topic: topic.name, key: key, value: value, headers: headers)
    }

    /// Reads a message. Of an event of ours every header must be there and say what the envelope says; events in one of
    /// the other forms need none. `brokerTime` is the message's time, for an event of others without one.
    public init(
        topic: String, key: [UInt8]?, value: [UInt8]?, headers: [EventHeader], brokerTime: Timestamp? = nil
    ) throws(EventFault) {
        guard let key, !key.isEmpty else { throw .emptyKey }
        guard key.count <= EventLimits.keyBytesMax else { throw .keyTooLarge(key.count) }
        guard let value else { throw .nullValue }
        try EventHeaders.checkSizes(headers)
        let aggregate = UUID128(key.span)
        let (envelope, isOurs) = try Self.read(value, key: aggregate, brokerTime: brokerTime)
        self = envelope
        guard self.topic.name.utf8.elementsEqual(topic.utf8) else { throw .wrongTopic(type) }
        guard aggregateID == aggregate else { throw .disagreeingKey }
        if isOurs { try EventHeaders.check(headers, against: self) }
    }
}

/// What headers are held to.
enum EventHeaders {
    static func checkSizes(_ headers: [EventHeader]) throws(EventFault) {
        guard headers.count <= EventLimits.headersMax else { throw .tooManyHeaders(headers.count) }
        for header in headers {
            guard header.name.utf8.count <= EventLimits.headerNameBytesMax,
                header.value.count <= EventLimits.headerValueBytesMax
            else { throw .headerTooLarge }
        }
    }

    /// Headers of other names are nobody's contradiction.
    static func check(_ headers: [EventHeader], against envelope: Envelope) throws(EventFault) {
        for name in EventHeaderName.allCases {
            var found: [UInt8]?
            for header in headers where header.name.utf8.elementsEqual(name.rawValue.utf8) {
                guard found == nil else { throw .repeatedHeader(name) }
                found = header.value
            }
            let expected = envelope.headerValue(name)
            guard let found else {
                if name.isOptional || expected == nil { continue }
                throw .missingHeader(name)
            }
            guard found == expected else { throw .disagreeingHeader(name) }
        }
    }
}
