import Identifiers
import JSON

/// The envelopes of other makes that are read as well. Each became one of ours once; none is ever written.
enum ForeignForm: Sendable {
    /// `{ eventId, eventType, source, timestamp, version, cannabisContext?, data, metadata }`
    case eventSchema(EventSchemaForm)
    /// `{ id, type, source, data, timestamp, correlationId?, userId?, organizationId?, metadata? }`
    case businessEvent(BusinessEventForm)
    /// `{ event_type, payload, timestamp, source, version }`
    case reservationEvent(ReservationEventForm)
    /// `{ id, type, timestamp, correlationId, source, payload, metadata? }`
    case baseEvent(BaseEventForm)

    /// Members that only our envelope has: one of ours with something wrong is no event of others.
    private static let oursAlone = ["topic", "schemaVersion", "causationId", "aggregateType", "aggregateVersion"]

    /// Nil for what has none of the four shapes. Each is told by members that the others and ours do not have.
    init?(of value: [UInt8]) {
        // What is no JSON at all was found out before; a refusal here means that it is none of the four.
        guard let document = try? JSONValue(parsing: value), !Self.oursAlone.contains(where: { document[$0] != nil })
        else { return nil }
        do throws(JSONFaults) {
            if document["eventId"] != nil {
                self = .eventSchema(try EventSchemaForm.json.decode(value))
            } else if document["event_type"] != nil {
                self = .reservationEvent(try ReservationEventForm.json.decode(value))
            } else if document["data"] != nil {
                self = .businessEvent(try BusinessEventForm.json.decode(value))
            } else {
                self = .baseEvent(try BaseEventForm.json.decode(value))
            }
        } catch {
            return nil
        }
    }
}

/// The envelope of the architecture document (S0).
struct EventSchemaForm: Sendable {
    let eventID: String
    let eventType: String
    let source: String
    let timestamp: Timestamp
    let version: String
    let cannabisContext: CannabisContext?
    let data: [UInt8]
    let metadata: JSONValue
}

/// The envelope of the implementation guide (S1).
struct BusinessEventForm: Sendable {
    let id: String?
    let type: String
    let source: String
    let data: [UInt8]
    let timestamp: Timestamp?
    let correlationID: String?
    let userID: String?
    let organizationID: String?
    let metadata: JSONValue?
}

/// The envelope of the reservation service (S2).
struct ReservationEventForm: Sendable {
    let eventType: String
    let payload: [UInt8]
    let timestamp: Timestamp
    let source: String
    let version: String
}

/// The envelope of the event schema (S4).
struct BaseEventForm: Sendable {
    let id: String
    let type: String
    let timestamp: Timestamp
    let correlationID: String
    let source: String
    let payload: [UInt8]
    let metadata: JSONValue?
}

extension JSONType {
    /// A name or an id in an envelope of others.
    fileprivate static var word: JSONType<String> { .string(length: 1...255) }
}

extension EventSchemaForm: JSONCodable {
    static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .word),
        Field("eventType", \.eventType, .word),
        Field("source", \.source, .word),
        Field("timestamp", \.timestamp, .eventTime),
        Field("version", \.version, .word),
        Field("cannabisContext", \.cannabisContext, .nested().optionalOrNull),
        Field("data", \.data, .encodedObject),
        Field("metadata", \.metadata, .any))
}

extension BusinessEventForm: JSONCodable {
    static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .word.optionalOrNull),
        Field("type", \.type, .word),
        Field("source", \.source, .word),
        Field("data", \.data, .encodedObject),
        Field("timestamp", \.timestamp, .eventTime.optionalOrNull),
        Field("correlationId", \.correlationID, .word.optionalOrNull),
        Field("userId", \.userID, .word.optionalOrNull),
        Field("organizationId", \.organizationID, .word.optionalOrNull),
        Field("metadata", \.metadata, .any.optional))
}

extension ReservationEventForm: JSONCodable {
    static let json = JSONType.openRecord(
        Self.init,
        Field("event_type", \.eventType, .word),
        Field("payload", \.payload, .encodedObject),
        Field("timestamp", \.timestamp, .eventTime),
        Field("source", \.source, .word),
        Field("version", \.version, .word))
}

extension BaseEventForm: JSONCodable {
    static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .word),
        Field("type", \.type, .word),
        Field("timestamp", \.timestamp, .eventTime),
        Field("correlationId", \.correlationID, .word),
        Field("source", \.source, .word),
        Field("payload", \.payload, .encodedObject),
        Field("metadata", \.metadata, .any.optional))
}
