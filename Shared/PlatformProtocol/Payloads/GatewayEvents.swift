public import Identifiers
public import JSON

/// A request that changes something, or was refused.
public struct GatewayAudit: Sendable, Equatable {
    public let gatewayID: GatewayID
    public let requestID: String
    /// Who asked, when that is known.
    public let subject: ActorID?
    /// As the permission table calls it.
    public let operation: String
    public let method: String
    /// Without its query.
    public let path: String
    public let status: Int
    public let decision: GatewayDecision
    /// The code of the refusal.
    public let reason: String?
    /// Where the request came from, as far as that is known.
    public let state: String?
    public let clientAddress: String
    public let at: Timestamp

    public init(
        gatewayID: GatewayID, requestID: String, subject: ActorID? = nil, operation: String, method: String,
        path: String, status: Int, decision: GatewayDecision, reason: String? = nil, state: String? = nil,
        clientAddress: String, at: Timestamp
    ) {
        self.gatewayID = gatewayID
        self.requestID = requestID
        self.subject = subject
        self.operation = operation
        self.method = method
        self.path = path
        self.status = status
        self.decision = decision
        self.reason = reason
        self.state = state
        self.clientAddress = clientAddress
        self.at = at
    }
}

extension GatewayAudit: EventPayload {
    public static let type = EventType.gatewayAudit

    public var aggregateID: UUID128 { gatewayID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("gatewayId", \.gatewayID, .id()),
        Field("requestId", \.requestID, .string(length: 1...200)),
        Field("subject", \.subject, .actor.optional, "Who asked, when that is known", classified: .pii),
        Field("operation", \.operation, .string(length: 1...100), "As the permission table calls it"),
        Field("method", \.method, .string(length: 1...20)),
        Field("path", \.path, .string(length: 1...8_192), "Without its query", classified: .confidential),
        Field("status", \.status, .integer(100...599)),
        Field("decision", \.decision, .oneOf()),
        Field("reason", \.reason, .string(length: 1...100).optional, "The code of the refusal"),
        Field(
            "state", \.state, .string(length: 1...50).optional, "Where the request came from, as far as that is known"),
        Field("clientAddress", \.clientAddress, .string(length: 1...64), classified: .pii),
        Field("at", \.at, .eventTime))
}

/// Whether a gateway let a request through.
public enum GatewayDecision: String, CaseIterable, Sendable {
    case allowed, refused
}

/// What a gateway has counted since it last said so, for the others to add.
public struct GatewayRateCounts: Sendable, Equatable {
    public let gatewayID: GatewayID
    public let windowStart: Timestamp
    public let windowSeconds: Int
    public let counts: [RateCount]

    public init(
        gatewayID: GatewayID, windowStart: Timestamp, windowSeconds: Int, counts: [RateCount]
    ) {
        self.gatewayID = gatewayID
        self.windowStart = windowStart
        self.windowSeconds = windowSeconds
        self.counts = counts
    }
}

extension GatewayRateCounts: EventPayload {
    public static let type = EventType.gatewayRateCounts

    public var aggregateID: UUID128 { gatewayID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("gatewayId", \.gatewayID, .id()),
        Field("windowStart", \.windowStart, .eventTime),
        Field("windowSeconds", \.windowSeconds, .integer(1...86_400)),
        Field("counts", \.counts, .array(.nested(), count: 0...5_000)))
}

/// The requests of one subject in a window.
public struct RateCount: Sendable, Equatable {
    /// Not the subject, which is nobody else's business.
    public let subjectDigest: String
    public let requests: Int
    public let writes: Int

    public init(
        subjectDigest: String, requests: Int, writes: Int
    ) {
        self.subjectDigest = subjectDigest
        self.requests = requests
        self.writes = writes
    }
}

extension RateCount: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field(
            "subjectDigest", \.subjectDigest, .string(length: 1...128),
            "Not the subject, which is nobody else's business"),
        Field("requests", \.requests, .integer(0...1_000_000_000)),
        Field("writes", \.writes, .integer(0...1_000_000_000)))
}
