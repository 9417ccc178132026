import Bytes
import Identifiers

/// One header of a message.
public struct EventHeader: Sendable, Hashable {
    public let name: String
    public let value: [UInt8]

    public init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }
}

/// The headers of an event. Those with `ce_` are the attributes of CloudEvents 1.0 in Kafka's binary mode; the names
/// are compared byte for byte.
public enum EventHeaderName: String, CaseIterable, Sendable {
    case specVersion = "ce_specversion"
    case id = "ce_id"
    case type = "ce_type"
    case source = "ce_source"
    case time = "ce_time"
    case subject = "ce_subject"
    /// CloudEvents' `datacontenttype`.
    case contentType = "content-type"
    case schemaVersion = "schema-version"
    case aggregateVersion = "aggregate-version"
    case correlationID = "correlation-id"
    case causationID = "causation-id"
    case traceparent

    /// Whether a message may be without it: no trace, or a producer that leaves out what is always the same.
    public var isOptional: Bool { self == .traceparent || self == .contentType }
}

extension Envelope {
    /// The headers that repeat the envelope.
    public var headers: [EventHeader] {
        EventHeaderName.allCases.compactMap { name in headerValue(name).map { EventHeader(name.rawValue, $0) } }
    }

    /// What a header of this envelope must be; nil when it has none.
    func headerValue(_ name: EventHeaderName) -> [UInt8]? {
        var bytes: [UInt8] = []
        switch name {
        case .specVersion: bytes.append("1.0")
        case .id: id.uuid.append(to: &bytes)
        case .type: bytes.append(text: type.rawValue)
        case .source: bytes.append(text: source.rawValue)
        case .time: timestamp.append(to: &bytes, fraction: .microseconds)
        case .subject: aggregateID.append(to: &bytes)
        case .contentType: bytes.append("application/json")
        case .schemaVersion: bytes.append(decimal: schemaVersion)
        case .aggregateVersion: bytes.append(decimal: aggregateVersion)
        case .correlationID: correlationID.append(to: &bytes)
        case .causationID: causationID.append(to: &bytes)
        case .traceparent:
            guard let traceparent = metadata.traceparent else { return nil }
            bytes.append(text: traceparent)
        }
        return bytes
    }
}
