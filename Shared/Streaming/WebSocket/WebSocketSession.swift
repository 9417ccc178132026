public import EventLoop
import HTTPServer
public import HTTPWire

/// A WebSocket conversation, as its handler sees it: whole messages in, whole messages out, and an end.
///
/// Used on its connection's loop only: by one task that reads (`next`), and by anybody who sends. Reading is in
/// `WebSocketSession+Receive.swift`, writing in `WebSocketSession+Send.swift`, the end in `WebSocketSession+End.swift`.
///
/// Pings are answered and silence is judged while the handler reads. A handler that is busy with a message for longer
/// than a peer's patience loses the peer, and is not told by a ping of ours that the peer is gone.
// Safety: every entry point checks that it runs on the loop's thread.
public final class WebSocketSession: @unchecked Sendable {
    public let loop: Loop
    /// The subprotocol agreed on.
    public let subprotocol: String?
    /// Why it ends, once that is decided.
    public internal(set) var end: StreamEnd?
    /// What the peer's close frame said, once it has come.
    public internal(set) var peerClose: WebSocketClose?

    let exchange: ServerExchange
    let stream: TCPStream
    let settings: WebSocketSettings
    let expiresAt: MonotonicTime

    var machine: WebSocketMachine
    var keepAlive: WebSocketKeepAlive<MonotonicTime>
    /// What has arrived and is not digested: the rest of a piece whose first message was handed out.
    var input: [UInt8]
    var inputOffset = 0
    var receives = 0
    var isReading = false

    var queue = OutgoingQueue()
    var isWriting = false
    var writers: TaskSet?
    /// Rung when something of the queue has gone out; the one who waits is the session's own task.
    lazy var room = Alarm(on: loop)

    /// By when all must be over, once one side has closed.
    var closeDeadline = MonotonicTime.never
    /// The connection is of no more use.
    var isAbandoned = false

    init(
        _ connection: UpgradedConnection, of exchange: ServerExchange, _ settings: WebSocketSettings,
        subprotocol: String?, expiresAt: MonotonicTime
    ) {
        self.exchange = exchange
        self.settings = settings
        self.subprotocol = subprotocol
        self.expiresAt = expiresAt
        stream = connection.stream
        loop = connection.stream.loop
        input = connection.early
        machine = WebSocketMachine(role: .server, limits: settings.messages)
        keepAlive = WebSocketKeepAlive(
            interval: settings.limits.pingInterval, timeout: settings.limits.pingTimeout, now: loop.now)
    }

    var limits: StreamLimits { settings.limits }

    /// The client hung up, or the server's patience is over.
    var isCancelled: Bool { exchange.cancellation.hasFired || Task.isCancelled }

    /// Whether anything can still be sent.
    public var isOpen: Bool { machine.state == .open && !isAbandoned }

    /// The client's messages as a sequence, for `for await`; it ends as `next` does.
    public var messages: Messages { Messages(session: self) }

    /// Waits until the conversation ends, and ignores what the client says meanwhile.
    public func closed() async {
        while await next() != nil {}
    }

    /// The client's messages, each read when it is asked for.
    public struct Messages: AsyncSequence, AsyncIteratorProtocol {
        let session: WebSocketSession

        public func makeAsyncIterator() -> Messages { self }

        public func next() async -> WebSocketMessage? {
            await session.next()
        }
    }
}
