/// A status code that may stand in a close frame (RFC 6455, 7.4, and IANA's registry). The codes that only describe
/// a missing frame (1005, 1006, 1015) and the unassigned ones cannot be made, hence neither sent nor accepted.
public struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Nil for a code that must not be on the wire.
    public init?(rawValue: UInt16) {
        switch rawValue {
        case 1_000...1_003, 1_007...1_014, 3_000...4_999: self.init(known: rawValue)
        default: return nil
        }
    }

    private init(known rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The purpose of the connection is fulfilled.
    public static let normal = Self(known: 1_000)
    /// The server is shutting down, or the page was left.
    public static let goingAway = Self(known: 1_001)
    /// The peer broke RFC 6455.
    public static let protocolError = Self(known: 1_002)
    /// The kind of message (text or binary) cannot be accepted.
    public static let unsupportedData = Self(known: 1_003)
    /// The content does not fit the kind of message: text that is not UTF-8.
    public static let invalidPayload = Self(known: 1_007)
    /// The message breaks a rule of ours.
    public static let policyViolation = Self(known: 1_008)
    /// The message is larger than we take.
    public static let messageTooBig = Self(known: 1_009)
    /// The server met something unexpected.
    public static let internalError = Self(known: 1_011)
    /// The server is restarting; come back.
    public static let serviceRestart = Self(known: 1_012)
    /// The server is overloaded; come back later.
    public static let tryAgainLater = Self(known: 1_013)
}

/// What a close frame says.
public struct WebSocketClose: Equatable, Sendable {
    /// Nil when the frame was empty.
    public var code: WebSocketCloseCode?
    /// For people; empty without a code.
    public var reason: String

    /// A close with a code and a reason, or an empty one.
    public init(code: WebSocketCloseCode? = nil, reason: String = "") {
        self.code = code
        self.reason = reason
    }
}
