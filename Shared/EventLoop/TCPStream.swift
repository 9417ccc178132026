import CLinux
import Glibc

/// A connected TCP socket on one loop. Reading lends the bytes of the loop's shared buffer; writing takes what the
/// kernel has room for at once and waits for the rest, so that back-pressure reaches whoever produces.
///
/// Used on the loop's thread only, by one task at a time for each direction.
// Safety: every method that touches the socket checks that it runs on the loop's thread.
public final class TCPStream: @unchecked Sendable {
    public let loop: Loop
    public let peer: SocketAddress
    let descriptor: Descriptor
    let watch: Watch
    /// What waits for the end of the turn, or for room in the kernel, and how much of it has gone out; see `sendSoon`.
    var unsent: [UInt8] = []
    var unsentOffset = 0
    /// Whether its sender holds the same buffer, so that it is not the loop's.
    var isUnsentKept = false

    init(_ descriptor: Descriptor, peer: SocketAddress, on loop: Loop) throws(SystemError) {
        self.loop = loop
        self.peer = peer
        self.descriptor = descriptor
        watch = try Watch(descriptor.number, on: loop)
    }

    deinit {
        // Closing is the owner's duty. This is the net under an owner that forgot: the watch must leave the loop
        // before the descriptor's number can be given to another socket.
        guard descriptor.isOpen else { return }
        loop.execute { [watch, descriptor] in
            watch.cancel()
            descriptor.close()
        }
    }

    /// A connection just accepted has room for an answer, which the kernel will say only in the next turn.
    func startWritable() {
        watch.isWritable = true
    }

    public var isOpen: Bool { descriptor.isOpen }

    /// The peer has sent its last byte (it may still be reading).
    public var peerFinished: Bool { watch.peerFinished }

    /// The connection is broken both ways.
    public var isHungUp: Bool { watch.isHungUp }

    /// Called once when the peer finishes sending or the connection breaks, even while nobody reads.
    public var onHangup: (() -> Void)? {
        get { watch.onHangup }
        set { watch.onHangup = newValue }
    }

    // MARK: Reading

    /// Waits for bytes and lends them to `body`; an empty span means that the peer has finished.
    ///
    /// `body` must take what it needs before it returns: the buffer belongs to the loop.
    public func receive(until deadline: MonotonicTime = .never, _ body: (Span<UInt8>) throws -> Void) async throws {
        while try !receiveNow(body) {
            try Self.check(await watch.readable(until: deadline))
        }
    }

    /// The same, for a `body` that makes something of the bytes.
    @inlinable
    public func receive<Value>(
        until deadline: MonotonicTime = .never, _ body: (Span<UInt8>) throws -> Value
    ) async throws -> Value {
        var value: Value?
        while true {
            try await receive(until: deadline) { span in value = try body(span) }
            if let value { return value }
        }
    }

    /// Lends what has arrived to `body`, or returns false at once when nothing has.
    public func receiveNow(_ body: (Span<UInt8>) throws -> Void) throws -> Bool {
        loop.checkIsolated()
        guard descriptor.isOpen else { throw StreamFault.closed }
        guard watch.isReadable else { return false }
        switch descriptor.receive(into: loop.receiveScratch) {
        case .bytes(let count):
            // A receive that did not fill the buffer emptied the socket: the next bytes bring a new edge. The end of
            // the stream stays readable, as does a socket whose end was announced together with its last bytes.
            if count < loop.receiveScratch.count, count > 0, !watch.peerFinished { watch.isReadable = false }
            let received = UnsafeRawBufferPointer(loop.receiveScratch)[..<count]
            try body(Span(_unsafeBytes: received))
            return true
        case .wouldBlock:
            watch.isReadable = false
            return false
        case .failed(let error):
            throw StreamFault.system(error)
        }
    }

    /// The same, for a `body` that makes something of the bytes; nil when nothing has arrived.
    @inlinable
    public func receiveValueNow<Value>(_ body: (Span<UInt8>) throws -> Value) throws -> Value? {
        var value: Value?
        _ = try receiveNow { span in value = try body(span) }
        return value
    }

    /// Waits until something can be read (or the peer has finished), without reading it.
    public func waitReadable(until deadline: MonotonicTime = .never) async throws {
        try Self.check(await watch.readable(until: deadline))
    }

    // MARK: Writing

    /// Sends what the kernel takes now and returns how much that was; 0 when it takes nothing.
    public func sendNow(_ bytes: Span<UInt8>) throws -> Int {
        loop.checkIsolated()
        guard descriptor.isOpen else { throw StreamFault.closed }
        if !unsent.isEmpty { flushUnsent() }
        guard watch.isWritable, bytes.count > 0 else { return 0 }
        let transfer = bytes.withUnsafeBytes { descriptor.send($0) }
        switch transfer {
        case .bytes(let count):
            if count < bytes.count { watch.isWritable = false }
            return count
        case .wouldBlock:
            watch.isWritable = false
            return 0
        case .failed(let error):
            throw StreamFault.system(error)
        }
    }

    /// Sends all of `bytes`, waiting for room as often as needed. `deadline` is asked before each wait, so that a
    /// policy such as "a kilobyte a second at least" can move it as bytes go out.
    public func send(_ bytes: [UInt8], from start: Int = 0, until deadline: (_ sent: Int) -> MonotonicTime) async throws
    {
        var sent = start
        while true {
            sent += try sendNow(bytes.span.extracting(sent...))
            if sent == bytes.count { return }
            try Self.check(await watch.writable(until: deadline(sent)))
        }
    }

    /// Sends all of `bytes` by one deadline.
    public func send(_ bytes: [UInt8], until deadline: MonotonicTime = .never) async throws {
        try await send(bytes) { _ in deadline }
    }

    /// Waits until the kernel takes bytes again.
    public func waitWritable(until deadline: MonotonicTime = .never) async throws {
        try Self.check(await watch.writable(until: deadline))
    }

    // MARK: Ending

    /// Tells the peer that we send no more; reading goes on.
    public func finishSending() {
        loop.checkIsolated()
        guard descriptor.isOpen else { return }
        if !unsent.isEmpty { flushUnsent() }
        _ = shutdown(descriptor.number, Int32(SHUT_WR))
    }

    /// Wakes whoever waits on this stream with `cancelled`.
    public func interrupt() {
        watch.interrupt()
    }

    public func close() {
        loop.checkIsolated()
        guard descriptor.isOpen else { return }
        if !unsent.isEmpty { flushUnsent() }
        watch.cancel()
        descriptor.close()
    }

    /// Closes so that the peer sees a reset: it must not take what it got for a complete answer.
    public func reset() {
        loop.checkIsolated()
        guard descriptor.isOpen else { return }
        dropUnsent()
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(
            descriptor.number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close()
    }

    private static func check(_ wake: Watch.Wake) throws {
        switch wake {
        case .ready: return
        case .deadline: throw StreamFault.deadline
        case .cancelled: throw StreamFault.cancelled
        }
    }

    // MARK: Connecting

    /// Opens a connection, by the deadline.
    public static func connect(
        to address: SocketAddress, on loop: Loop, until deadline: MonotonicTime
    ) async throws -> TCPStream {
        let number = clinux_stream_socket(address.family)
        guard number >= 0 else { throw StreamFault.system(SystemError("socket")) }
        let descriptor = Descriptor(owning: number)
        try descriptor.setOption(Int32(IPPROTO_TCP), TCP_NODELAY)
        let status = address.withKernelForm { Glibc.connect(number, $0, $1) }
        guard status == 0 || errno == EINPROGRESS else { throw StreamFault.system(SystemError("connect")) }
        let stream = try TCPStream(descriptor, peer: address, on: loop)
        do {
            if status != 0 { try await stream.finishConnecting(until: deadline) }
            return stream
        } catch {
            stream.close()
            throw error
        }
    }

    private func finishConnecting(until deadline: MonotonicTime) async throws {
        try Self.check(await watch.writable(until: deadline))
        let code = try descriptor.intOption(SOL_SOCKET, SO_ERROR)
        if code != 0 { throw StreamFault.system(SystemError("connect", code: code)) }
    }
}

/// Why a transfer did not happen.
public enum StreamFault: Error, Equatable, Sendable {
    /// The stream was closed on our side.
    case closed
    case deadline
    case cancelled
    case system(SystemError)

    /// Bounded, for metrics.
    public var label: StaticString {
        switch self {
        case .closed: "closed"
        case .deadline: "deadline"
        case .cancelled: "cancelled"
        case .system(let error): error.label
        }
    }
}
