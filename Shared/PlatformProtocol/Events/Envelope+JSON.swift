public import Identifiers
public import JSON

extension Envelope {
    /// The canonical bytes: exactly the members of `EnvelopeForm`, in that order, without white space.
    public var value: [UInt8] { EnvelopeForm(self).jsonBytes() }

    /// Reads an envelope of ours, or one of the four accepted forms of others.
    ///
    /// - Parameters:
    ///   - value: the bytes of the message.
    ///   - key: the message's key, which names the aggregate of an event of others; our own says it itself.
    ///   - brokerTime: the message's time, for an event of others without one.
    /// - Throws: why the bytes are no event that we can read.
    public init(value: [UInt8], key: UUID128? = nil, brokerTime: Timestamp? = nil) throws(EventFault) {
        self = try Self.read(value, key: key, brokerTime: brokerTime).envelope
    }

    /// Reads an envelope and says whether it was one of ours.
    static func read(
        _ value: [UInt8], key: UUID128?, brokerTime: Timestamp?
    ) throws(EventFault) -> (envelope: Envelope, isOurs: Bool) {
        guard value.count <= EventLimits.valueBytesMax else { throw .valueTooLarge(value.count) }
        let form: EnvelopeForm
        do throws(JSONFaults) {
            form = try EnvelopeForm.json.decode(value)
        } catch {
            guard !error.areSyntax, let foreign = ForeignForm(of: value) else { throw .badEnvelope(error) }
            return (try Envelope(foreign.parts, value: value, key: key, brokerTime: brokerTime), false)
        }
        return (try Envelope(form), true)
    }

    /// What a form that has the right shape must also say right.
    private init(_ form: EnvelopeForm) throws(EventFault) {
        guard let type = EventType(exactly: form.type) else { throw .unknownType }
        guard type.topic.name.utf8.elementsEqual(form.topic.utf8) else { throw .wrongTopic(type) }
        guard let source = ServiceName(exactly: form.source), type.topic.publishers.contains(source) else {
            throw .wrongSource(type)
        }
        let aggregate = type.declaration.aggregate
        guard aggregate.rawValue.utf8.elementsEqual(form.aggregateType.utf8) else { throw .wrongAggregate(type) }
        self.init(
            id: form.id, type: type, timestamp: form.timestamp, source: source, schemaVersion: form.schemaVersion,
            correlationID: form.correlationID, causationID: form.causationID, organizationID: form.organizationID,
            clientID: form.clientID, userID: form.userID, aggregateID: form.aggregateID,
            aggregateVersion: form.aggregateVersion, payload: form.payload, cannabisContext: form.cannabisContext,
            metadata: form.metadata)
    }
}

/// The envelope as it is written, with names still as text: a name that is not known must be told from bytes that are
/// no envelope.
public struct EnvelopeForm: Sendable {
    let id: EventID
    let type: String
    let topic: String
    let timestamp: Timestamp
    let source: String
    let schemaVersion: Int
    let correlationID: UUID128
    let causationID: UUID128
    let organizationID: OrganizationID
    let clientID: ClientID?
    let userID: ActorID?
    let aggregateType: String
    let aggregateID: UUID128
    let aggregateVersion: Int
    let payload: [UInt8]
    let cannabisContext: CannabisContext?
    let metadata: EventMetadata
}

extension EnvelopeForm: JSONCodable {
    public static let jsonName = "Envelope"

    public static let json = JSONType.record(
        Self.init,
        Field("id", \.id, .id(), "A version 7 UUID; consumers act once for each"),
        Field("type", \.type, .string(length: 1...100), "What happened"),
        Field("topic", \.topic, .string(length: 1...249), "Where it stands"),
        Field("timestamp", \.timestamp, .eventTime, "When it happened"),
        Field("source", \.source, .string(length: 1...100), "Which service tells it"),
        Field("schemaVersion", \.schemaVersion, .integer(1...1_000), "The version of the payload's form"),
        Field("correlationId", \.correlationID, .uuid128, "The story it belongs to"),
        Field("causationId", \.causationID, .uuid128, "The command or event that made it happen"),
        Field("organizationId", \.organizationID, .id(), "Whose it is; all zeros for the platform's own"),
        Field("clientId", \.clientID, .id().optional, "The brand it is done for"),
        Field("userId", \.userID, .actor.optional, "Who caused it", classified: .pii),
        Field("aggregateType", \.aggregateType, .string(length: 1...100), "What it is about"),
        Field("aggregateId", \.aggregateID, .uuid128, "The message's key"),
        Field("aggregateVersion", \.aggregateVersion, .integer(0...Int.max), "The aggregate's version after it"),
        Field("payload", \.payload, .encodedObject, "What the type says"),
        Field("cannabisContext", \.cannabisContext, .nested().optional, "What regulators would want to know"),
        Field("metadata", \.metadata, .nested(), "How it came about"))

    init(_ envelope: Envelope) {
        self.init(
            id: envelope.id, type: envelope.type.rawValue, topic: envelope.topic.name, timestamp: envelope.timestamp,
            source: envelope.source.rawValue, schemaVersion: envelope.schemaVersion,
            correlationID: envelope.correlationID, causationID: envelope.causationID,
            organizationID: envelope.organizationID, clientID: envelope.clientID, userID: envelope.userID,
            aggregateType: envelope.aggregateType.rawValue, aggregateID: envelope.aggregateID,
            aggregateVersion: envelope.aggregateVersion, payload: envelope.payload,
            cannabisContext: envelope.cannabisContext, metadata: envelope.metadata)
    }
}

extension JSONType {
    /// A moment in an event, to the microsecond: an aggregate rebuilt from its events is exactly the stored one.
    public static var eventTime: JSONType<Timestamp> { .dateTime(fraction: .microseconds) }
}
