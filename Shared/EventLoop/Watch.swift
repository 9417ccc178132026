import CLinux
import Glibc

/// The readiness of one descriptor on one loop, edge-triggered: the kernel tells once, we remember until a transfer
/// finds nothing more. Does not own the descriptor (libpq and librdkafka keep theirs); `TCPStream` does.
///
/// At most one task waits for reading and one for writing. Used on the loop's thread only.
// Safety: what waits, wakes or cancels checks that it runs on the loop's thread.
public final class Watch: @unchecked Sendable {
    /// Why a wait ended.
    public enum Wake: Sendable, Equatable {
        case ready
        case deadline
        case cancelled
    }

    public let loop: Loop
    private let number: Int32
    private let tag: UInt64
    private var isRegistered = true

    /// Cleared by whoever finds that there is nothing to read (or no room to write) any more.
    public var isReadable = false
    public var isWritable = false

    /// The peer will send nothing more; it may still be reading.
    public private(set) var peerFinished = false

    /// The connection is gone in both directions, or failed.
    public private(set) var isHungUp = false

    /// Called once, on the loop, when the peer finishes sending or the connection breaks.
    public var onHangup: (() -> Void)?

    /// Called once, on the loop, when there is room to write again.
    var onWritable: (() -> Void)?

    private var reader = Waiter()
    private var writer = Waiter()

    /// Starts watching `number`, which must be non-blocking and must stay open until `cancel`.
    public init(_ number: Int32, on loop: Loop) throws(SystemError) {
        loop.checkIsolated()
        self.loop = loop
        self.number = number
        loop.watchGeneration &+= 1
        tag = UInt64(loop.watchGeneration) << 32 | UInt64(UInt32(bitPattern: number))
        let interest = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        try loop.poller.add(number, interest: interest, tag: tag)
        loop.install(self, at: Int(number))
    }

    /// Suspends until there may be something to read, the deadline passes, or the watch is cancelled.
    public func readable(until deadline: MonotonicTime = .never) async -> Wake {
        loop.checkIsolated()
        guard isRegistered else { return .cancelled }
        if isReadable { return .ready }
        return await withUnsafeContinuation { continuation in
            // Asked again: the runtime may let other jobs run between the question above and this closure.
            guard !isReadable, isRegistered else { return continuation.resume(returning: .ready) }
            if reader.needsTimer(for: deadline) {
                reader.timer = loop.timers.register { [unowned self] in reader.timeUp(in: loop) }
            }
            reader.suspend(continuation, until: deadline, in: &loop.timers)
        }
    }

    /// Suspends until there may be room to write, the deadline passes, or the watch is cancelled.
    public func writable(until deadline: MonotonicTime = .never) async -> Wake {
        loop.checkIsolated()
        guard isRegistered else { return .cancelled }
        if isWritable { return .ready }
        return await withUnsafeContinuation { continuation in
            // Asked again: the runtime may let other jobs run between the question above and this closure.
            guard !isWritable, isRegistered else { return continuation.resume(returning: .ready) }
            if writer.needsTimer(for: deadline) {
                writer.timer = loop.timers.register { [unowned self] in writer.timeUp(in: loop) }
            }
            writer.suspend(continuation, until: deadline, in: &loop.timers)
        }
    }

    /// Stops watching; whoever waits is told `cancelled`. Call before the descriptor is closed.
    public func cancel() {
        loop.checkIsolated()
        guard isRegistered else { return }
        isRegistered = false
        loop.poller.remove(number)
        loop.uninstall(self, at: Int(number))
        onHangup = nil
        onWritable = nil
        reader.retire(in: &loop.timers)
        writer.retire(in: &loop.timers)
    }

    /// Ends the waits of the moment without ending the watch: what a cancelled task does to its own socket.
    public func interrupt() {
        loop.checkIsolated()
        reader.resume(.cancelled)
        writer.resume(.cancelled)
    }

    func matches(_ tag: UInt64) -> Bool { self.tag == tag }

    func handle(_ events: UInt32) {
        let failed = events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        if failed || events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 {
            isReadable = true
            reader.resume(.ready)
        }
        if failed || events & EPOLLOUT.rawValue != 0 {
            isWritable = true
            if let onWritable {
                self.onWritable = nil
                onWritable()
            }
            writer.resume(.ready)
        }
        guard failed || events & EPOLLRDHUP.rawValue != 0 else { return }
        peerFinished = true
        isHungUp = isHungUp || failed
        if let onHangup {
            self.onHangup = nil
            onHangup()
        }
    }
}

/// One side of a watch: the task that waits for it, and the timer that ends the wait.
///
/// The timer is not disarmed when a wait ends: a connection waits many times a second with deadlines a minute away, so
/// it is left armed, looks at the deadline of the moment when it goes off, and goes back to sleep.
private struct Waiter {
    private var continuation: UnsafeContinuation<Watch.Wake, Never>?
    private var deadline = MonotonicTime.never
    private var armedFor = MonotonicTime.never
    var timer: TimerID?

    func needsTimer(for deadline: MonotonicTime) -> Bool {
        timer == nil && deadline != .never
    }

    mutating func suspend(
        _ continuation: UnsafeContinuation<Watch.Wake, Never>, until deadline: MonotonicTime,
        in timers: inout TimerWheel
    ) {
        precondition(self.continuation == nil, "two tasks wait for the same side of one descriptor")
        self.continuation = continuation
        self.deadline = deadline
        if deadline < armedFor { arm(in: &timers) }
    }

    mutating func resume(_ wake: Watch.Wake) {
        guard let continuation else { return }
        self.continuation = nil
        continuation.resume(returning: wake)
    }

    mutating func timeUp(in loop: Loop) {
        armedFor = .never
        guard continuation != nil, deadline != .never else { return }
        if deadline <= loop.now { resume(.deadline) } else { arm(in: &loop.timers) }
    }

    mutating func retire(in timers: inout TimerWheel) {
        resume(.cancelled)
        if let timer { timers.unregister(timer) }
        timer = nil
    }

    private mutating func arm(in timers: inout TimerWheel) {
        guard let timer else { return }
        armedFor = deadline
        timers.arm(timer, at: deadline.tickAfter)
    }
}

extension Loop {
    func install(_ watch: Watch, at slot: Int) {
        if slot >= watches.count {
            watches.append(contentsOf: repeatElement(nil, count: slot + 1 - watches.count))
        }
        watches[slot] = watch
    }

    func uninstall(_ watch: Watch, at slot: Int) {
        if watches[slot] === watch { watches[slot] = nil }
    }

    /// Hands an event to its watch. One that was cancelled earlier in the same turn is recognised by its tag.
    func dispatch(_ tag: UInt64, _ events: UInt32) {
        let slot = Int(UInt32(truncatingIfNeeded: tag))
        guard slot < watches.count, let watch = watches[slot], watch.matches(tag) else { return }
        watch.handle(events)
    }
}
