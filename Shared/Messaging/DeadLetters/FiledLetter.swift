public import Identifiers
import JSON
import KafkaClient
import Postgres

/// A dead letter as operators see it.
public struct FiledLetter: Sendable, Equatable {
    /// What was decided about a letter.
    public enum State: String, Sendable, CaseIterable {
        case open
        case sentBack = "sent_back"
        case discarded
    }

    /// Who decided, when and why.
    public struct Decision: Sendable, Equatable {
        public let by: String
        public let at: Timestamp
        public let reason: String
    }

    public let consumer: String
    public let eventID: UUID128
    public let organizationID: OrganizationID
    /// What the event says it is; nil where it cannot be read.
    public let eventType: String?
    public let key: String
    public let topic: String
    public let partition: Int32
    public let offset: Int64
    /// Why it died: a constant word, and what else is known.
    public let reason: String
    public let detail: String
    public let attempts: Int
    public let firstFailure: Timestamp
    public let diedAt: Timestamp
    public let state: State
    /// How often it was sent back.
    public let timesSentBack: Int
    public let decision: Decision?

    static let columns: SQL = """
        consumer, event_id, organization_id, event_type, key, topic, partition, "offset", reason, detail, attempts,
        first_failure, died_at, state, sent_back, decided_by, decided_at, decision_reason
        """

    init(_ row: Row) throws(PostgresError) {
        let (by, at, why): (String?, Timestamp?, String?)
        let (attempts, sentBack): (Int32, Int32)
        let state: String
        (
            consumer, eventID, organizationID, eventType, key, topic, partition, offset, reason, detail, attempts,
            firstFailure, diedAt, state, sentBack, by, at, why
        ) = try row.decode(
            String.self, UUID128.self, OrganizationID.self, String?.self, String.self, String.self, Int32.self,
            Int64.self, String.self, String.self, Int32.self, Timestamp.self, Timestamp.self, String.self, Int32.self,
            String?.self, Timestamp?.self, String?.self)
        (self.attempts, timesSentBack) = (Int(attempts), Int(sentBack))
        self.state = State(rawValue: state) ?? .open
        decision = if let by, let at, let why { Decision(by: by, at: at, reason: why) } else { nil }
    }
}

/// The record of a dead letter, as it lay in its topic.
public struct FiledRecord: Sendable, Equatable {
    public let key: [UInt8]?
    public let value: [UInt8]?
    /// In order; a name may stand there more than once.
    public let headers: [Header]

    /// One header, and Kafka's null where it has no value.
    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: [UInt8]?
    }

    init(_ record: ConsumedRecord) {
        (key, value) = (record.key, record.value)
        var headers: [Header] = []
        record.headers.visit { name, value in headers.append(Header(name: name, value: value.map(Array.init))) }
        self.headers = headers
    }
}
