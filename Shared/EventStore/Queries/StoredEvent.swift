import Bytes
public import Identifiers
import JSON
public import PlatformProtocol
import Postgres

/// One row of an event store.
public struct StoredEvent: Sendable, Equatable {
    public let id: EventID
    /// In which order rows were numbered: rising within an aggregate, and no cursor for what has not settled.
    public let position: Int64
    public let retentionYears: Int
    public let organizationID: OrganizationID
    /// What happened, as it is written: a store outlives the names of this release.
    public let typeName: String
    public let schemaVersion: Int
    public let aggregateTypeName: String
    public let aggregateID: UUID128
    public let aggregateVersion: Int
    /// One JSON object. The server keeps its meaning; order and spaces are the server's.
    public let payload: [UInt8]
    /// What of the envelope has no column.
    let rest: [UInt8]
    public let correlationID: UUID128
    public let causationID: UUID128?
    public let createdBy: String?
    public let createdAt: Timestamp

    /// Nil for a type that this release does not know.
    public var type: EventType? { EventType(exactly: typeName) }

    static let columns = SQLFragment(
        """
        id, position, retention_years, organization_id, event_type, schema_version, aggregate_type, aggregate_id, \
        version, event_data, metadata, correlation_id, causation_id, created_by, created_at
        """)

}

extension StoredEvent {
    init(_ row: Row) throws(PostgresError) {
        var columns = row.columns
        id = try columns.next()
        position = try columns.next()
        retentionYears = Int(try columns.next(Int16.self))
        organizationID = try columns.next()
        typeName = try columns.next()
        schemaVersion = Int(try columns.next(Int16.self))
        aggregateTypeName = try columns.next()
        aggregateID = try columns.next()
        aggregateVersion = Int(try columns.next(Int32.self))
        payload = try columns.next(JSONText.self).bytes
        rest = try columns.next(JSONText.self).bytes
        correlationID = try columns.next()
        causationID = try columns.next()
        createdBy = try columns.next()
        createdAt = try columns.next()
        try columns.end()
    }
}

extension StoredEvent {
    /// The event as it was published, equal in meaning: the members of its payload may stand in another order.
    ///
    /// - Throws: what a consumer would be told of such an event: a type or a source that nobody knows any more.
    public func envelope() throws(EventFault) -> Envelope {
        try Envelope(value: value(payload: payload))
    }

    /// The event byte for byte as the outbox took it, for a second publication under its old id. Falls back to what is
    /// equal in meaning where this release writes the type in another form than the one it was told in.
    public func publishedEnvelope() throws(EventFault) -> Envelope {
        let envelope = try envelope()
        let payloadType = envelope.type.declaration.payload
        guard payloadType.schemaVersion == envelope.schemaVersion,
            let written = payloadType.written(payload, version: envelope.schemaVersion)
        else { return envelope }
        return try Envelope(value: value(payload: written))
    }

    /// The envelope's bytes; none where a column holds no JSON of ours, which is no envelope then.
    private func value(payload: [UInt8]) -> [UInt8] {
        guard case .object(let rest)? = readable(rest), let stored = readable(payload) else { return [] }
        var members: [(String, JSONValue)] = [
            ("id", .string(id.description)), ("type", .string(typeName)), ("topic", rest["topic"] ?? .null),
            ("timestamp", .string(createdAt.eventText)), ("source", rest["source"] ?? .null),
            ("schemaVersion", .number(.integer(Int64(schemaVersion)))),
            ("correlationId", .string(correlationID.description)),
            ("causationId", causationID.map { .string($0.description) } ?? .null),
            ("organizationId", .string(organizationID.description)),
        ]
        if let client = rest["clientId"] { members.append(("clientId", client)) }
        if let createdBy { members.append(("userId", .string(createdBy))) }
        members += [
            ("aggregateType", .string(aggregateTypeName)), ("aggregateId", .string(aggregateID.description)),
            ("aggregateVersion", .number(.integer(Int64(aggregateVersion)))), ("payload", stored),
        ]
        if let context = rest["cannabisContext"] { members.append(("cannabisContext", context)) }
        members.append(("metadata", rest["metadata"] ?? .object([:])))
        return JSONValue.object(JSONObject(members)).bytes
    }
}

/// Nil for what is no document within our limits.
func readable(_ bytes: [UInt8]) -> JSONValue? {
    // What is wrong with it is told by whoever reads it as an envelope.
    try? JSONValue(parsing: bytes.span)
}

extension EventPayload {
    /// The payload as this type writes it, if that says the same: a member that the type does not know would be lost.
    fileprivate static func written(_ stored: [UInt8], version: Int) -> [UInt8]? {
        // What this release cannot read it cannot write either; then the stored form has to do.
        guard let written = try? decode(stored, version: version).jsonBytes() else { return nil }
        return readable(written) == readable(stored) ? written : nil
    }
}

extension Timestamp {
    fileprivate var eventText: String {
        var bytes: [UInt8] = []
        append(to: &bytes, fraction: .microseconds)
        return String(decoding: bytes, as: UTF8.self)
    }
}
