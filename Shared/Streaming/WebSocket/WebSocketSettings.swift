public import HTTPWire

/// How one route speaks WebSocket.
public struct WebSocketSettings: Sendable {
    /// What a client's messages may be like.
    public var messages = WebSocketLimits(messageBytesMax: 64 << 10, frameBytesMax: 64 << 10)
    public var limits = StreamLimits()
    /// The subprotocols spoken, best first. A client that offers none of them gets none.
    public var subprotocols: [String] = []
    public var metrics = StreamMetrics.unread(.webSocket)
    /// Told what a handler threw, for the log.
    public var failed: @Sendable (any Error) -> Void = { _ in }
    let allowsOrigin: @Sendable (String?) -> Bool

    /// - Parameter allowsOrigin: Says whether pages of this origin may connect; nil is a client that is no browser. Only
    ///   where no cookie carries an identity may it be everybody.
    public init(allowsOrigin: @escaping @Sendable (String?) -> Bool) {
        self.allowsOrigin = allowsOrigin
    }
}

/// A whole message of a client.
public enum WebSocketMessage: Equatable, Sendable {
    /// Valid UTF-8.
    case text([UInt8])
    case binary([UInt8])
}
