public import Identifiers
public import JSON
public import PlatformProtocol
import Postgres

/// An aggregate as it was.
public struct AggregateState: Sendable, Equatable {
    /// The event that tells it.
    public let event: StoredEvent
    /// The state after it, one JSON object.
    public let snapshot: JSONValue

    /// The state as the type that writes it.
    public func snapshot<Snapshot: JSONCodable>(as type: Snapshot.Type) throws(JSONFaults) -> Snapshot {
        try Snapshot.json.decode(snapshot.bytes)
    }
}

/// Up to when history counts.
public enum HistoryBound: Sendable, Hashable {
    /// With this version.
    case version(Int)
    /// With what had happened at this moment, by the clock of the service that told it.
    case time(Timestamp)
}

extension StoredEvents {
    /// An aggregate as it was at a version or a time: the snapshot in the last event until then that carries one. Nil
    /// when there was nothing yet, or when nothing of it is kept any more.
    public func state(
        of type: AggregateType, _ id: UUID128, at bound: HistoryBound
    ) async throws -> AggregateState? {
        var statement: SQL = """
            SELECT \(StoredEvent.columns) FROM event_store
            WHERE \(isKept(for: type.retentionYears)) AND aggregate_id = \(id) AND aggregate_type = \(type.rawValue)\
            \(ofOrganization)
            """
        switch bound {
        case .version(let version): statement.append(" AND version <= \(Int32(clamping: version))")
        case .time(let moment): statement.append(" AND created_at <= \(moment)")
        }
        if let member = type.snapshotMember {
            statement.append(" AND jsonb_typeof(event_data->\(member)) = 'object'")
        }
        statement.append(" ORDER BY version DESC LIMIT 1")
        guard let event = try await database.first(statement, for: scope).map(StoredEvent.init),
            let payload = readable(event.payload)
        else { return nil }
        guard let member = type.snapshotMember else { return AggregateState(event: event, snapshot: payload) }
        return payload[member].map { AggregateState(event: event, snapshot: $0) }
    }
}
