public import EventLoop
public import HTTPWire

/// A request ready to be sent.
public struct OutgoingRequest {
    /// The encoded head with its empty line. May already hold the whole body, with `body` left `none`.
    ///
    /// It should be a buffer of the loop's, and nobody else should hold it: after the exchange it goes back there.
    public var head: [UInt8]
    /// The method in the head, on which the framing of the response depends.
    public var method: HTTPMethod
    /// Whether sending the request twice has the effect of sending it once.
    public var isIdempotent: Bool
    /// What follows the head.
    public var body: OutgoingBody
    /// When the whole exchange must be over. The upstream's own limits apply as well.
    public var deadline: MonotonicTime
    /// Replaces the upstream's limits for this request: long polling and event streams need more.
    public var timeouts: ExchangeTimeouts?
    /// Whether the request asks to leave HTTP: 101 is then an answer, else a fault.
    public var asksToUpgrade: Bool
    /// Fired whenever the caller's task is cancelled, if that happens on the loop: the waits for the answer then do
    /// without the runtime's cancellation handlers.
    public var cancellation: CancellationSignal?

    /// A request in one expression, which gives the head's buffer away when the buffer is consumed.
    @inlinable
    public init(
        head: consuming [UInt8], method: HTTPMethod, isIdempotent: Bool? = nil, body: OutgoingBody = .none,
        deadline: MonotonicTime = .never, timeouts: ExchangeTimeouts? = nil,
        asksToUpgrade: Bool = false, cancellation: CancellationSignal? = nil
    ) {
        self.head = head
        self.method = method
        self.isIdempotent = isIdempotent ?? method.isIdempotent
        self.body = body
        self.deadline = deadline
        self.timeouts = timeouts
        self.asksToUpgrade = asksToUpgrade
        self.cancellation = cancellation
    }
}

extension OutgoingRequest {
    /// Copies a complete body of at most `limit` bytes behind the head, so that one call sends both.
    mutating func joinBody(upTo limit: Int) {
        guard case .bytes(let bytes) = body, bytes.count <= limit else { return }
        head.append(contentsOf: bytes)
        body = .none
    }

    /// Gives the head's buffer away.
    mutating func takeHead() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &head)
        return taken
    }
}

/// The body of a request, announced in its head.
public enum OutgoingBody {
    /// Nothing, or bytes that stand behind the head already.
    case none
    /// All of it.
    case bytes([UInt8])
    /// Pieces that are asked for one at a time, each when the one before has been taken by the kernel. With `length`
    /// the head says `Content-Length`; without, it says `Transfer-Encoding: chunked`, and the chunks are made here.
    ///
    /// `next` runs on the loop, in a child task of the caller's; nil ends the body. It must end soon after its task
    /// is cancelled, which happens when the answer arrives before the body is complete. A request with such a body is
    /// not sent twice once it has been asked for a piece.
    case pieces(length: Int?, next: () async throws -> [UInt8]?)

    /// Whether the body can be sent a second time.
    var isReplayable: Bool {
        if case .pieces = self { false } else { true }
    }
}
