import Bytes
public import EventLoop
public import HTTPWire

/// A response whose head has arrived, and the way to its body. Nothing of the body is read before it is asked for,
/// but what came in one segment with the head is here already.
///
/// An exchange ends when its body has arrived to the end, when it fails, or by `abort`; letting go of it is the same
/// as `abort`. Its connection is back in the pool, or closed, from that moment on, whether the bytes that are here
/// have been taken or not.
// Safety: used on the loop's thread only, which every way to its connection checks; `deinit` goes there first.
public final class Exchange: @unchecked Sendable {
    /// The head of the final response, or of a 101 that was asked for.
    public let head: HTTPResponseHead
    /// Where the body ends.
    public let framing: HTTPResponseFraming

    private let upstream: Upstream
    private let terms: ExchangeTerms
    /// Nil once the exchange has ended.
    private var connection: UpstreamConnection?
    /// Decoded body that arrived with the head; after 101, the first bytes of the new protocol.
    private var arrived: [UInt8] = []
    private var fault: UpstreamFault?
    private var isLive = false
    private var isResponseOver = false
    private var hasExtraBytes = false
    private var isRequestSent = true

    init(
        _ head: HTTPResponseHead, _ framing: HTTPResponseFraming, on connection: UpstreamConnection,
        of upstream: Upstream, _ terms: ExchangeTerms
    ) {
        self.head = head
        self.framing = framing
        self.connection = connection
        self.upstream = upstream
        self.terms = terms
    }

    deinit {
        guard isLive, let connection else { return }
        if upstream.loop.isCurrent {
            upstream.abandon(connection)
        } else {
            upstream.loop.execute { [upstream] in upstream.abandon(connection) }
        }
    }

    /// Whether the body has arrived to its end: `next` gives what is left of it without waiting.
    public var isComplete: Bool { connection == nil && fault == nil }

    /// How many bytes of the body are here and not yet taken.
    public var arrivedCount: Int { arrived.count }

    // MARK: Reading

    /// Waits for more of the body and lends it, in one or more pieces; false when the body has ended. The bytes belong
    /// to the loop: `lend` takes what it needs before it returns. A body that has no end of its own ends at `end`, and the
    /// exchange with it.
    public func next(
        endingAt end: MonotonicTime = .never, _ lend: (Span<UInt8>) -> Void
    ) async throws(UpstreamFault) -> Bool {
        if takeArrived(lend) { return true }
        if let fault { throw fault }
        guard let connection, isLive, head.status != .switchingProtocols else { return false }
        let limit = upstream.loop.now.after(terms.timeouts.bodyIdle)
        while true {
            guard upstream.loop.now < end else {
                abort()
                return false
            }
            do throws(UpstreamFault) {
                let hasGiven = try readNow(connection, lend)
                if hasGiven || isResponseOver { return hasGiven }
                do {
                    try await connection.waitReadable(until: min(limit, terms.deadline, end), terms.cancellation)
                } catch {
                    if upstream.loop.now >= end { continue }
                    throw error.fault(.body, isCallersDeadline: terms.deadline <= limit)
                }
            } catch {
                fail(connection, error)
                throw error
            }
        }
    }

    /// Waits for more of the body; nil when it has ended.
    public func next() async throws(UpstreamFault) -> [UInt8]? {
        if !arrived.isEmpty {
            var taken: [UInt8] = []
            swap(&taken, &arrived)
            return taken
        }
        var collected: [UInt8] = []
        return try await next { collected.append(span: $0) } ? collected : nil
    }

    /// Lends what of the body is here already, without waiting; false when there is nothing.
    @discardableResult
    public func takeArrived(_ lend: (Span<UInt8>) -> Void) -> Bool {
        guard !arrived.isEmpty else { return false }
        var spent: [UInt8] = []
        swap(&spent, &arrived)
        lend(spent.span)
        upstream.loop.returnBuffer(consume spent)
        return true
    }

    /// Takes one segment; whether it gave any of the body.
    private func readNow(_ connection: UpstreamConnection, _ lend: (Span<UInt8>) -> Void) throws(UpstreamFault) -> Bool
    {
        do {
            return try connection.stream.receiveValueNow { segment in
                guard segment.count > 0 else {
                    // A body that lasts as long as the connection ends here; any other is cut off.
                    _ = try connection.parser.finish()
                    isResponseOver = true
                    settle(connection)
                    return false
                }
                let hasGiven = try take(segment, from: 0, connection, lend)
                if isResponseOver { settle(connection) }
                return hasGiven
            } ?? false
        } catch HTTPParseFault.incomplete {
            throw .closedEarly(midBody: true)
        } catch let fault as HTTPParseFault {
            throw .protocolError(fault)
        } catch {
            throw .closedEarly(midBody: true)
        }
    }

    private func take(
        _ segment: Span<UInt8>, from start: Int, _ connection: UpstreamConnection, _ lend: (Span<UInt8>) -> Void
    ) throws -> Bool {
        var offset = start
        var hasGiven = false
        while let part = try connection.parser.parse(segment, from: &offset) {
            switch part {
            case .body(let range):
                lend(segment.extracting(range))
                hasGiven = true
            case .end:
                isResponseOver = true
                hasExtraBytes = offset < segment.count
                return hasGiven
            case .head, .informational:
                continue
            }
        }
        return hasGiven
    }

    // MARK: Beginning and ending

    /// Takes what came behind the head in the same segment. Throws when that is no body as announced.
    func begin(with segment: Span<UInt8>, from offset: Int, isUploading: Bool) throws {
        guard let connection else { return }
        if head.status == .switchingProtocols {
            var rest = offset
            _ = try connection.parser.parse(segment, from: &rest)
            if rest < segment.count { arrived.append(span: segment.extracting(rest...)) }
        } else {
            if offset < segment.count { arrived = upstream.loop.takeBuffer() }
            _ = try take(segment, from: offset, connection) { arrived.append(span: $0) }
        }
        isLive = true
        upstream.headArrived(head.status, from: connection.endpoint)
        if isResponseOver, !isUploading { settle(connection) }
    }

    /// The request has been sent to its end, or will not be.
    func uploadEnded(isComplete: Bool) {
        isRequestSent = isComplete
        if isResponseOver, let connection { settle(connection) }
    }

    /// The response is over: gives the connection back, or closes it when it must not be used again.
    private func settle(_ connection: UpstreamConnection) {
        self.connection = nil
        isLive = false
        let isReusable = connection.parser.keepsAlive && !hasExtraBytes && isRequestSent
        upstream.completed(head.status, on: connection, isReusable: isReusable)
    }

    private func fail(_ connection: UpstreamConnection, _ fault: UpstreamFault) {
        self.connection = nil
        isLive = false
        self.fault = fault
        upstream.failed(connection, fault)
    }

    /// Ends the exchange: the rest of the body is not wanted, and the connection is closed.
    public func abort() {
        guard isLive, let connection else { return }
        self.connection = nil
        isLive = false
        fault = .cancelled
        upstream.abandon(connection)
    }

    /// After 101: the connection, which is no longer the upstream's, and what came behind the head. The caller closes
    /// it. Nil when there was no 101, or when it has been taken.
    public func takeTunnel() -> (stream: TCPStream, firstBytes: [UInt8])? {
        guard isLive, head.status == .switchingProtocols, let connection else { return nil }
        self.connection = nil
        isLive = false
        upstream.handedOver(connection)
        var taken: [UInt8] = []
        swap(&taken, &arrived)
        return (connection.stream, taken)
    }
}
