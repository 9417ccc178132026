/// What one WebSocket connection may make us hold or do. Checked before anything is allocated for it.
public struct WebSocketLimits: Sendable, Equatable {
    /// The payload bytes of one complete message, over all its fragments. Past it: close 1009.
    public var messageBytesMax: Int

    /// The payload bytes of one data frame. Past it: close 1009, already at the frame's header.
    public var frameBytesMax: Int

    /// The frames one message may consist of; without it, empty fragments would keep a message open for ever.
    /// Past it: close 1008.
    public var fragmentsMax: Int

    /// The payload of a control frame (RFC 6455, 5.5); a property of the protocol, not a setting.
    public static let controlBytesMax = 125

    /// Subprotocols one handshake may offer. Past it: 400.
    public static let subprotocolsMax = 16

    /// 1 MiB a message, in at most 1,024 frames. No limit may be below one.
    public init(messageBytesMax: Int = 1 << 20, frameBytesMax: Int = 1 << 20, fragmentsMax: Int = 1_024) {
        precondition(messageBytesMax > 0, "a message holds at least one byte")
        precondition(frameBytesMax > 0, "a frame holds at least one byte")
        precondition(fragmentsMax > 0, "a message has at least one frame")
        self.messageBytesMax = messageBytesMax
        self.frameBytesMax = frameBytesMax
        self.fragmentsMax = fragmentsMax
    }
}
