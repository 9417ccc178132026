/// Every bound and time limit of a stream beyond those of its messages (`WebSocketLimits`).
public struct StreamLimits: Sendable, Equatable {
    /// Bytes that may wait for a slow reader, beside what the kernel and one batch hold. A message that is larger is
    /// taken when nothing waits.
    public var queuedBytesMax = 256 << 10

    /// Messages that may wait for a slow reader.
    public var queuedMessagesMax = 1_024

    /// Bytes of pongs that may wait; a peer that owes us their reading is not read any further.
    public var replyBytesMax = 16 << 10

    /// Bytes given to the kernel at a time once something waits.
    public var batchBytes = 64 << 10

    /// How long the kernel may take for one batch before the reader is given up.
    public var writeTimeout: Duration = .seconds(10)

    /// How long the peer may take to answer our close.
    public var closeTimeout: Duration = .seconds(5)

    /// How long a closing connection still listens, so that our last words are not lost in a reset; and to how much.
    public var lingerTimeout: Duration = .seconds(1)
    public var lingerBytesMax = 64 << 10

    /// How long a WebSocket may be silent before it is asked, and how long it may take to answer.
    public var pingInterval: Duration = .seconds(25)
    public var pingTimeout: Duration = .seconds(20)

    /// How long an event stream may be silent before a comment shows that it lives. Proxies commonly give up after 30 s.
    public var heartbeatInterval: Duration = .seconds(15)

    /// Receives one after the other before other connections have their turn.
    static let receivesPerTurn = 16

    /// The longest `Last-Event-ID` that is looked at, in bytes.
    static let lastEventIDBytesMax = 128

    public init() {}
}
