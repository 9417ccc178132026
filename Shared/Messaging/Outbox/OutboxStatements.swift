import Bytes
import Identifiers
import JSON
import PlatformProtocol
import Postgres

/// The rows of an outbox as they are written.
enum OutboxStatements {
    static func insert(_ record: EventRecord, of envelope: Envelope) -> SQL {
        """
        INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at) VALUES (
            \(envelope.id), \(envelope.organizationID), \(record.topic), \(envelope.aggregateID.description),
            \(record.value), \(StoredHeaders.text(of: record.headers)), \(envelope.timestamp))
        """
    }

    static func insert(_ letter: DeadLetter) -> SQL {
        """
        INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at) VALUES (
            \(letter.id), \(letter.organizationID), \(letter.topic), \(letter.key),
            \(letter.value), \(StoredHeaders.text(of: letter.headers)), \(letter.time))
        """
    }
}

/// The rows of an event store as they are written.
enum EventStoreStatements {
    static func insert(_ envelope: Envelope, keptFor years: Int) -> SQL {
        """
        INSERT INTO event_store (
            id, retention_years, organization_id, event_type, schema_version, aggregate_type, aggregate_id, version,
            event_data, metadata, correlation_id, causation_id, created_by, created_at)
        VALUES (
            \(envelope.id), \(Int16(clamping: years)), \(envelope.organizationID), \(envelope.type.rawValue),
            \(Int16(clamping: envelope.schemaVersion)), \(envelope.aggregateType.rawValue), \(envelope.aggregateID),
            \(Int32(clamping: envelope.aggregateVersion)), \(JSONText(envelope.payload)),
            \(JSONText(rest(of: envelope))), \(envelope.correlationID), \(envelope.causationID),
            \(envelope.userID?.description), \(envelope.timestamp))
        """
    }

    /// What of an envelope has no column, so that it can be made again from its row.
    private static func rest(of envelope: Envelope) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(#"{"source":""#)
        bytes.append(text: envelope.source.rawValue)
        bytes.append(#"","topic":""#)
        bytes.append(text: envelope.topic.name)
        bytes.append(#"","metadata":"#)
        bytes += envelope.metadata.jsonBytes()
        if let clientID = envelope.clientID {
            bytes.append(#","clientId":""#)
            clientID.uuid.append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        if let context = envelope.cannabisContext {
            bytes.append(#","cannabisContext":"#)
            bytes += context.jsonBytes()
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
