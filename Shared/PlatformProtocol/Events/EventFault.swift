public import JSON

/// Every way a message is not an event that we can read, or an event not one that may be sent. None of them goes away
/// by trying again.
public enum EventFault: Error, Sendable, Hashable {
    /// The message has no key, or an empty one.
    case emptyKey
    case keyTooLarge(Int)
    /// The message has no value.
    case nullValue
    case valueTooLarge(Int)
    case tooManyHeaders(Int)
    /// A header whose name or value is too long.
    case headerTooLarge
    /// A header that the message has twice.
    case repeatedHeader(EventHeaderName)
    case missingHeader(EventHeaderName)
    /// A header that says something else than the envelope.
    case disagreeingHeader(EventHeaderName)
    /// The key is not the aggregate's id.
    case disagreeingKey
    /// Not JSON, or not an envelope of ours or of one of the accepted forms.
    case badEnvelope(JSONFaults)
    case unknownType
    /// The source is none of our services, or one that does not publish the type.
    case wrongSource(EventType)
    /// The type does not stand on the topic it came from, or that its envelope names.
    case wrongTopic(EventType)
    /// What the event is about is not what events of its type are about.
    case wrongAggregate(EventType)
    /// Nothing in an envelope of another form says what it is about.
    case noAggregate(EventType)
    /// An envelope of another form has no time and the message none either.
    case noTimestamp(EventType)
    case tooMuchMetadata
    /// A schema version that the payload's type does not read.
    case unknownVersion(EventType, Int)
    case badPayload(EventType, JSONFaults)

    /// For metrics and log lines.
    public var label: StaticString {
        switch self {
        case .emptyKey: "empty_key"
        case .keyTooLarge: "key_too_large"
        case .nullValue: "null_value"
        case .valueTooLarge: "value_too_large"
        case .tooManyHeaders: "too_many_headers"
        case .headerTooLarge: "header_too_large"
        case .repeatedHeader: "repeated_header"
        case .missingHeader: "missing_header"
        case .disagreeingHeader: "disagreeing_header"
        case .disagreeingKey: "disagreeing_key"
        case .badEnvelope: "bad_envelope"
        case .unknownType: "unknown_type"
        case .wrongSource: "wrong_source"
        case .wrongTopic: "wrong_topic"
        case .wrongAggregate: "wrong_aggregate"
        case .noAggregate: "no_aggregate"
        case .noTimestamp: "no_timestamp"
        case .tooMuchMetadata: "too_much_metadata"
        case .unknownVersion: "unknown_version"
        case .badPayload: "bad_payload"
        }
    }
}

extension EventFault: CustomStringConvertible {
    /// One line, without anything of the payload, safe to log and to stand in a header.
    public var description: String {
        switch self {
        case .keyTooLarge(let bytes), .valueTooLarge(let bytes): "\(label): \(bytes) bytes"
        case .tooManyHeaders(let count): "\(label): \(count)"
        case .repeatedHeader(let name), .missingHeader(let name), .disagreeingHeader(let name):
            "\(label): \(name.rawValue)"
        case .wrongSource(let type), .wrongTopic(let type), .wrongAggregate(let type), .noAggregate(let type),
            .noTimestamp(let type):
            "\(label): \(type.rawValue)"
        case .unknownVersion(let type, let version): "\(label): \(type.rawValue) \(version)"
        case .badEnvelope(let faults): "\(label): \(faults)"
        case .badPayload(let type, let faults): "\(label): \(type.rawValue) \(faults)"
        case .emptyKey, .nullValue, .headerTooLarge, .disagreeingKey, .unknownType, .tooMuchMetadata: "\(label)"
        }
    }
}
