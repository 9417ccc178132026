import Identifiers
import KafkaClient
import PlatformProtocol

/// A key of which a consumer handles nothing for the time being.
struct ParkedKey: Sendable, Hashable {
    let organizationID: OrganizationID
    let key: String
}

/// An event that waits for its next attempt, or behind one that does, as it lay in its topic.
struct ParkedEvent: Sendable {
    /// Its place in the line of its key.
    let seq: Int64
    /// What the inbox knows it by.
    let id: UUID128
    let record: ConsumedRecord
    /// Attempts at it that failed.
    let attempts: Int
    let firstFailure: Timestamp?
}

extension ConsumedRecord {
    /// What the record's key is called where keys are text; a name made of its place for one that is none.
    var keyName: String { keyText ?? "\(topic)/\(partition)" }

    /// The key as a column can hold it; nil for one that it cannot.
    var keyText: String? {
        guard let key, (1...255).contains(key.count), !key.contains(0) else { return nil }
        return String(validating: key, as: UTF8.self)
    }
}
