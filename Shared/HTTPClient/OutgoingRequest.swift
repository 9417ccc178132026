public import EventLoop
public import HTTPWire

/// A request ready to be sent.
public struct OutgoingRequest {
    /// The encoded head with its empty line. May already hold the whole body, with `body` left `none`.
    ///
    /// Give the buffer away (`consume` the request): after the exchange it goes to the loop's spare buffers.
    public var head: [UInt8]
    /// The method in the head, on which the framing of the response depends.
    public var method: HTTPMethod
    /// Whether sending the request twice has the effect of sending it once.
    public var isIdempotent: Bool
    /// What follows the head.
    public var body = OutgoingBody.none
    /// When the whole exchange must be over. The upstream's own limits apply as well.
    public var deadline = MonotonicTime.never
    /// Replaces the upstream's limit for this request: long polling needs more.
    public var headTimeout: Duration?
    /// Replaces the upstream's limit for this request: event streams need more.
    public var bodyIdleTimeout: Duration?
    /// Whether the request asks to leave HTTP: 101 is then an answer, else a fault.
    public var asksToUpgrade = false

    /// A request with this head; everything else can be set afterwards.
    public init(head: consuming [UInt8], method: HTTPMethod) {
        self.head = head
        self.method = method
        isIdempotent = method.isIdempotent
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
