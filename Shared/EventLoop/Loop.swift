import CLinux
import Glibc
import Synchronization

/// One thread, one epoll, and everything that waits on it.
///
/// Purpose: connections, timers, libpq's sockets and librdkafka's event descriptor all wake the same thread, and the
/// `async` functions that use them run there and never hop. A loop is a `TaskExecutor`: tasks that prefer it run on it.
/// Actors that must live on it pin themselves to its `isolation`, a `SerialExecutor`. The two are separate objects
/// because the runtime compares executors when it decides whether to hop: a task that was told it runs on a serial
/// executor would be enqueued anew at each call of a nonisolated function.
///
/// Model: one turn of the loop runs the jobs that were ready when the turn began, fires the timers that are due, and
/// waits for the kernel no longer than the next timer allows. Work from other threads enters through `inbox` and an
/// eventfd; work from the loop itself is a plain append. Everything else here (`watches`, `timers`, the scratch
/// buffers) is touched by the loop's own thread only.
///
/// Failure: an errno that only our own mistake can cause stops the process. All else is an error of the call.
///
/// Not here: HTTP, TLS, files. Blocking calls belong on a `BlockingThread`, long computations on the global executor.
public final class Loop: TaskExecutor, @unchecked Sendable {
    // Safety: `inbox`, `wakePending` and `stopping` are synchronized; every other stored property is used only on the
    // loop's own thread, which each entry point asserts.

    let poller: Poller
    var timers = TimerWheel(at: MonotonicTime.now.tick)
    var watches: [Watch?] = []
    var watchGeneration: UInt32 = 0

    /// One buffer for all receives: what arrives is handed to a parser at once, so that an idle connection owns none.
    let receiveScratch = UnsafeMutableRawBufferPointer.allocate(byteCount: LoopLimits.receiveBytes, alignment: 64)
    private var spareBuffers: [[UInt8]] = []

    /// The monotonic clock as of this turn of the loop.
    public internal(set) var now = MonotonicTime.now

    /// Where actors that live on this loop are isolated.
    public let isolation = LoopIsolation()

    private var ready: [ReadyJob] = []
    private var sending: [TCPStream] = []
    private var running: [ReadyJob] = []
    private let inbox = Mutex<[Work]>([])
    private let wakePending = Atomic<Bool>(false)
    private let stopping = Atomic<Bool>(false)

    private enum Work {
        case job(ReadyJob)
        case closure(@Sendable () -> Void)
    }

    public init() throws(SystemError) {
        poller = try Poller()
        isolation.loop = self
    }

    deinit {
        receiveScratch.deallocate()
    }

    /// Whether the calling thread is this loop's.
    @inline(__always)
    public var isCurrent: Bool {
        // Safety: the address is compared and never followed.
        clinux_thread_owner() == UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    // MARK: Executor

    public func enqueue(_ job: consuming ExecutorJob) {
        enqueue(ReadyJob(job: UnownedJob(job), isIsolated: false))
    }

    func enqueue(_ job: ReadyJob) {
        if isCurrent {
            ready.append(job)
        } else {
            deliver(.job(job))
        }
    }

    /// Stops the process unless the caller is on the loop's thread.
    public func checkIsolated() {
        precondition(isCurrent, "this code must run on its loop")
    }

    /// Runs `work` on the loop, soon: at once in the next turn when called from the loop itself.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        deliver(.closure(work))
    }

    private func deliver(_ work: Work) {
        inbox.withLock { $0.append(work) }
        if !wakePending.exchange(true, ordering: .acquiringAndReleasing) {
            poller.wake()
        }
    }

    // MARK: Turning

    /// Turns until `stop`. The calling thread becomes the loop's thread.
    func run() {
        // Safety: the address is only compared, and taken back before this frame lets go of the loop.
        clinux_set_thread_owner(UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()))
        defer { clinux_set_thread_owner(nil) }
        while !stopping.load(ordering: .acquiring) {
            turn()
        }
    }

    /// Ends `run` after the current turn. Tasks still waiting on the loop are never resumed: end them first.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        deliver(.closure {})
    }

    private func turn() {
        runReadyJobs()
        sendWhatWaits()
        fireTimers()
        poller.wait(atMost: pollTimeout()) { tag, events in
            dispatch(tag, events)
        }
        now = .now
        if wakePending.exchange(false, ordering: .acquiringAndReleasing) {
            takeInbox()
        }
    }

    /// Runs what was ready at the start of the turn; what these jobs make ready waits until the sockets had a look in.
    private func runReadyJobs() {
        swap(&ready, &running)
        let tasks = asUnownedTaskExecutor()
        for ready in running {
            if ready.isIsolated {
                ready.job.runSynchronously(isolatedTo: isolation.asUnownedSerialExecutor(), taskExecutor: tasks)
            } else {
                ready.job.runSynchronously(on: tasks)
            }
        }
        running.removeAll(keepingCapacity: true)
    }

    func sendAtEndOfTurn(_ stream: TCPStream) {
        sending.append(stream)
    }

    private func sendWhatWaits() {
        for stream in sending { stream.flushUnsent() }
        sending.removeAll(keepingCapacity: true)
    }

    private func fireTimers() {
        let tick = now.tick
        while let timer = timers.popDue(at: tick) {
            timer.action()
        }
    }

    private func pollTimeout() -> Int32 {
        guard ready.isEmpty else { return 0 }
        guard let next = timers.nextTick else { return -1 }
        let current = MonotonicTime.now.tick
        return next <= current ? 0 : Int32(clamping: next - current)
    }

    private func takeInbox() {
        let work = inbox.withLock { inbox in
            let work = inbox
            inbox.removeAll(keepingCapacity: work.count <= LoopLimits.inboxKeptItems)
            return work
        }
        for item in work {
            switch item {
            case .job(let job): ready.append(job)
            case .closure(let closure): closure()
            }
        }
    }

    // MARK: Buffers

    /// An empty buffer for output under construction, from the loop's few spare ones.
    public func takeBuffer() -> [UInt8] {
        assert(isCurrent)
        return spareBuffers.popLast() ?? []
    }

    /// Gives a buffer back; only small ones are kept. One that somebody else holds as well is copied to be emptied: give
    /// the last reference.
    public func returnBuffer(_ buffer: consuming [UInt8]) {
        assert(isCurrent)
        guard spareBuffers.count < LoopLimits.spareBuffers, buffer.capacity <= LoopLimits.spareBufferBytes else {
            return
        }
        buffer.removeAll(keepingCapacity: true)
        spareBuffers.append(buffer)
    }
}

/// A job of the Swift runtime, and whether it belongs to an actor on the loop.
struct ReadyJob {
    let job: UnownedJob
    let isIsolated: Bool
}

/// The serial executor of the actors that live on a loop: `nonisolated var unownedExecutor` of such an actor returns
/// `loop.isolation.asUnownedSerialExecutor()`. The actor must keep its loop alive.
// Safety: its one property is written once (see there).
public final class LoopIsolation: SerialExecutor, @unchecked Sendable {
    // Safety: written once, by the loop's initialiser, before anyone else can see either object. The loop owns this
    // one, and actors that use it hold the loop.
    fileprivate unowned(unsafe) var loop: Loop?

    public func enqueue(_ job: consuming ExecutorJob) {
        loop?.enqueue(ReadyJob(job: UnownedJob(job), isIsolated: true))
    }

    public func checkIsolated() {
        loop?.checkIsolated()
    }
}
