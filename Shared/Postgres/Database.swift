public import EventLoop
import Identifiers

/// One loop's view of a database: a few connections, and the rules by which work gets to them.
///
/// Purpose: everything the platform promises is kept in a transaction, so this is the one way to one. There are three
/// units of work, from cheap to dear:
///
/// - a **read** (`first`, `rows`, `one`): one statement, pipelined among everybody else's;
/// - a **batch** (`run`): statements that are written in one flush and commit or fail together, without BEGIN;
/// - a **transaction**: reads, decides and writes, and has its connection for itself from its first statement until its
///   COMMIT has been sent.
///
/// Each names its `Scope`, and its statements can only be made of literals with values bound to them (`SQL`).
///
/// Model: a database belongs to its loop, and so does everything below it; nothing is locked and nobody hops threads.
///
///     unit ─▶ line (first come, first served) ─▶ connection with the fewest units ─▶ answer
///                 │ too long: overloaded              │ reserved by a transaction: not for others
///                 └ too late: deadline                └ being cancelled: not until it is clean
///
/// Each connection has a task that opens it, receives for it, and opens the next one when it is lost, with growing
/// pauses. A server that is absent is waited for as long as the pool lives; `isReady` tells meanwhile.
///
/// Failure: everything is a `PostgresError`. The error of a transaction's closure is thrown as it is, after the
/// rollback. What was not answered when its connection broke was not committed, unless the server had been told to:
/// then it is `outcomeUnknown`. Only a serialization failure or a deadlock is tried again, as a whole, a few times, and
/// for transactions only when they say that they may be.
///
/// Not here: LISTEN, COPY, cursors, savepoints, and any knowledge of tables.
// Safety: every entry checks that it runs on the loop's thread, and what is called back runs there too.
public final class Database: @unchecked Sendable {
    /// The loop it belongs to.
    public let loop: Loop
    /// What it was configured with.
    public let limits: PostgresLimits
    /// Where the database is.
    public let settings: DatabaseSettings

    /// Called on the loop when the database becomes ready, and when it ceases to be.
    public var onReadinessChange: ((Bool) -> Void)?
    /// Why the last attempt to connect failed; nil after a success.
    public internal(set) var connectFailure: PostgresError?

    /// The limits that every unit needs, in nanoseconds, since a `Duration` costs a division of 128 bits each time.
    let unitNanoseconds: UInt64
    let waitNanoseconds: UInt64

    let blocking: BlockingThread
    let shared = SharedCounters()
    let tasks: TaskSet
    var connections: [Connection] = []
    var line = FIFO<WorkUnit>()
    /// Those in line that are not settled yet.
    var waiting = 0
    /// Transactions that have begun and not ended.
    var openTransactions = 0
    var isClosing = false
    var isDispatching = false
    var wasReady = false
    var readyWaiters: [WorkUnit] = []
    var drainWaiters: [WorkUnit] = []
    var lineTimer: TimerID?
    var lineTimerArmedFor = MonotonicTime.never
    var random: FastRandom

    /// Begins to open the connections. Must be called on the loop, as must everything else; whoever makes a database
    /// closes it. `blocking` is the thread for what libpq cannot do without blocking: names and cancels.
    public init(
        _ settings: DatabaseSettings, on loop: Loop, blocking: BlockingThread, limits: PostgresLimits = PostgresLimits()
    ) {
        loop.checkIsolated()
        self.settings = settings
        self.loop = loop
        self.blocking = blocking
        self.limits = limits
        unitNanoseconds = UInt64(max(0, limits.unitTimeout.wholeNanoseconds))
        waitNanoseconds = UInt64(max(0, limits.waitTimeout.wholeNanoseconds))
        tasks = TaskSet(on: loop)
        var source = SystemRandomNumberGenerator()
        random = FastRandom(seededFrom: &source)
        for _ in 0..<max(1, limits.connections) {
            tasks.add { [self] in await keepConnected() }
        }
    }

    /// Whether at least one connection is open.
    public var isReady: Bool { connections.contains { $0.isOpen } && !isClosing }

    /// When a unit that begins now and names no deadline is late.
    var usualDeadline: MonotonicTime { loop.now.after(unitNanoseconds) }

    /// What the pool has done and is doing.
    public var counters: PoolCounters {
        var counters = shared.value
        counters.open = connections.count
        counters.inUse = connections.count { $0.holder != nil || !$0.inFlight.isEmpty }
        counters.waiting = waiting
        return counters
    }
}

extension MonotonicTime {
    /// This moment and `nanoseconds` more, `never` when that is out of reach.
    func after(_ nanoseconds: UInt64) -> MonotonicTime {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? .never : MonotonicTime(nanoseconds: sum)
    }
}
