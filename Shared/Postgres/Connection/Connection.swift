import EventLoop
import Glibc

/// One connection in pipeline mode: units go out as they come, each behind its own Sync, and are answered in their
/// order.
///
///     send ─▶ (Parse, Sync)* ─▶ prelude, statements, Sync ─▶ inFlight ─▶ results ─▶ Sync ─▶ settled
///
/// A statement that the server does not know yet is prepared in a unit of its own in front of the one that needs it,
/// so that whether it is known never depends on how another unit ends.
///
/// Failure: an error of the server fails its unit. A connection that breaks, answers out of order, or keeps the server
/// busy beyond its own timeout is closed, and everything in flight is told what that means for it.
// Safety: used on the loop's thread only.
final class Connection: @unchecked Sendable {
    let link: Link
    let loop: Loop
    let limits: PostgresLimits
    let counters: SharedCounters
    let openedAt: MonotonicTime
    private let watch: Watch
    private let isEncrypted: Bool
    /// In nanoseconds, since a `Duration` costs a division of 128 bits each time.
    private let slowAfter: UInt64
    let tasks: TaskSet
    let blocking: BlockingThread
    /// Called when there may be room for more work, or when there will never be any again.
    var onChange: (() -> Void)?

    var inFlight = FIFO<WorkUnit>()
    var statements: StatementCache
    /// Numbers the units sent, for the statement cache.
    var uses: UInt64 = 0
    /// The prepared statements of the unit being sent.
    var needed: [PreparedStatement] = []
    /// Names the server is to forget, sent when nobody holds the connection.
    var stale: [PreparedStatement] = []

    private(set) var isOpen = true
    /// The transaction that has the connection for itself.
    var holder: AnyObject?
    /// Whether the holder has it for good, so that being held does not mean being busy.
    var isDedicated = false
    /// Whether a cancel is being delivered, and who waits until it has been.
    var isCancelling = false
    var cancelSince = MonotonicTime.never
    var cancelWaiters: [UnsafeContinuation<Void, Never>] = []
    /// Whether the holder's work is to be cancelled as soon as it is in front.
    var wantsCancel = false
    /// Set by a cancel: nobody may share the connection until everything in flight is answered.
    var mustComeClean = false
    /// Gets no more work and is closed when it has none left.
    var isRetiring = false
    var retiresAt = MonotonicTime.never

    private var isWriting = false
    /// What arrived for the unit in front since it got there.
    var bytesOfFirst = 0
    var readsOfFirst = 0
    var firstSince = MonotonicTime.never
    /// When the last unit was answered.
    var idleSince: MonotonicTime
    private var timer: TimerID?
    var armedFor = MonotonicTime.never

    /// Takes over a link that is connected and in pipeline mode.
    init(
        _ link: Link, descriptor: Int32, on loop: Loop, limits: PostgresLimits, counters: SharedCounters,
        tasks: TaskSet, blocking: BlockingThread
    ) throws(SystemError) {
        self.link = link
        self.loop = loop
        self.limits = limits
        self.counters = counters
        self.tasks = tasks
        self.blocking = blocking
        isEncrypted = link.isEncrypted
        slowAfter = UInt64(max(0, limits.slowAfter.wholeNanoseconds))
        openedAt = loop.now
        idleSince = loop.now
        watch = try Watch(descriptor, on: loop)
        statements = StatementCache(capacity: limits.preparedStatementsMax)
        timer = loop.makeTimer { [unowned self] in timeUp() }
        armTimer(for: loop.now + limits.idleCheckInterval)
    }

    /// Whether a unit of somebody new may be sent.
    var isShareable: Bool {
        isOpen && holder == nil && !mustComeClean && !isRetiring && inFlight.count < limits.unitsPerConnectionMax
            && (inFlight.isEmpty || loop.now.nanoseconds - firstSince.nanoseconds < slowAfter)
    }

    /// Receives until the connection is closed.
    func receive() async {
        while isOpen {
            guard await watch.readable() == .ready else { break }
            watch.isReadable = false
            takeArrived()
        }
    }

    /// libpq reads once a call and does not say how much or whether it left anything, and the kernel tells only of what
    /// comes new: so we ask before and after. A read takes no less than what has gone since, and no less than libpq's
    /// smallest room when that much was there: so a unit's count never exceeds what it received, and the first read,
    /// which is all that most units need, is not counted.
    ///
    /// Of an encrypted record, libpq may take a part and leave the rest deciphered in the TLS library, where the kernel
    /// knows nothing of it: one more read, after the kernel has nothing left, takes that.
    private func takeArrived() {
        var before: Int?
        while isOpen {
            let first = inFlight.first
            let arrived = readsOfFirst == 0 || first == nil ? 0 : before ?? link.bytesWaiting
            guard link.consumeInput() else { return lose() }
            process()
            guard isOpen else { return }
            let left = inFlight.isEmpty && !watch.peerFinished ? 0 : link.bytesWaiting
            if let first, inFlight.first === first {
                readsOfFirst += 1
                bytesOfFirst += max(arrived - left, min(arrived, Self.smallestRead))
                if bytesOfFirst > 2 * limits.resultBytesMax { return loseTooLarge(first) }
            }
            guard left > 0 || watch.peerFinished || isEncrypted && before != 0 else { return }
            before = left
        }
    }

    /// The room that libpq makes in its buffer before it reads (pqReadData).
    private static let smallestRead = 8192

    // MARK: Sending

    /// Sends what libpq has queued; the rest when the socket takes it.
    func flush() {
        guard isOpen, !isWriting else { return }
        switch link.flush() {
        case .everything: inFlight.visitEach { $0.isFullySent = true }
        case .failed: lose()
        case .part:
            isWriting = true
            watch.isWritable = false
            tasks.add { [self] in await write() }
        }
    }

    private func write() async {
        while isOpen, isWriting {
            guard await watch.writable() == .ready else { return }
            switch link.flush() {
            case .everything:
                isWriting = false
                inFlight.visitEach { $0.isFullySent = true }
            case .failed: lose()
            case .part: watch.isWritable = false
            }
        }
    }

    // MARK: Ending

    /// The connection is of no more use: everything in flight fails, each in its own way.
    func lose() {
        guard isOpen else { return }
        counters.value.losses += 1
        end()
    }

    /// Closes a connection, politely when nothing is under way.
    func end() {
        guard isOpen else { return }
        isOpen = false
        if let timer { loop.release(timer) }
        timer = nil
        watch.cancel()
        link.finish()
        resumeCancelWaiters()
        while let unit = inFlight.removeFirst() { unit.settle(unit.failureWhenLost) }
        onChange?()
    }

    private func loseTooLarge(_ unit: WorkUnit) {
        if unit.failure == nil {
            unit.failure = .resultTooLarge(statement: unit.current?.parts.label ?? "")
        }
        lose()
    }

    // MARK: Time

    func armTimer(for moment: MonotonicTime) {
        guard moment < armedFor, let timer else { return }
        armedFor = moment
        loop.arm(timer, at: moment)
    }

    /// Takes no more work from `moment` on, and is closed when it has none.
    func retire(at moment: MonotonicTime) {
        retiresAt = moment
        armTimer(for: moment)
    }

    private func timeUp() {
        armedFor = .never
        checkTime()
    }

    deinit {
        precondition(!isOpen, "a connection is closed before it is let go")
    }
}

/// The counters of a pool, which its connections add to.
// Safety: used on the loop's thread only.
final class SharedCounters: @unchecked Sendable {
    var value = PoolCounters()
}
