public import Identifiers
public import JSON

/// What one type of event carries, as a Swift type. Only such types can be published and subscribed.
///
/// A payload carries what the seeds list for its type and the snapshot of the aggregate after the change, so that a
/// consumer who sees only this event knows all it needs.
public protocol EventPayload: JSONCodable, Equatable {
    /// The row of the registry.
    static var type: EventType { get }
    /// The version of `json`, counted from 1.
    static var schemaVersion: Int { get }
    /// How payloads of older versions are read, by their version.
    static var olderVersions: [Int: OlderVersion<Self>] { get }
    /// The thing the event is about: the key of the message.
    var aggregateID: UUID128 { get }
}

extension EventPayload {
    public static var schemaVersion: Int { 1 }
    public static var olderVersions: [Int: OlderVersion<Self>] { [:] }

    /// Reads a payload of any version that is still understood, as the current one.
    public static func decode(_ payload: [UInt8], version: Int) throws(EventFault) -> Self {
        do throws(JSONFaults) {
            if version == schemaVersion { return try json.decode(payload) }
            if let older = olderVersions[version] { return try older.decode(payload) }
        } catch {
            throw .badPayload(type, error)
        }
        throw .unknownVersion(type, version)
    }
}

/// How a payload of an older schema version becomes today's.
public struct OlderVersion<Current: Sendable>: Sendable {
    let decode: @Sendable ([UInt8]) throws(JSONFaults) -> Current

    /// Reads the older form and makes the current one of it, which must be possible for every value of the older.
    public init<Older: JSONCodable>(_ older: Older.Type, _ upgrade: @escaping @Sendable (Older) -> Current) {
        decode = { payload throws(JSONFaults) in upgrade(try Older.json.decode(payload)) }
    }
}
