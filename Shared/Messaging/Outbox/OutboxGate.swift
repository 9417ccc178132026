public import Identifiers
import Synchronization

/// What the writers and the relay of one database tell each other inside a process: how many rows wait, whether one more
/// may come, and that one has come.
///
/// Nobody counts rows for a request. The relay measures now and then; commits in this process add to the measure and
/// what the relay deletes is taken off. Other processes' commits show with the next measure, so the bound is kept
/// roughly, which is what it is for: an outage of the broker must not fill the disk.
public final class OutboxGate: Sendable {
    private struct State {
        var rows = 0
        var oldest: Timestamp?
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    /// The number of rows from which on writes are refused.
    public let rowsMax: Int

    public init(rowsMax: Int = MessagingLimits.outboxRowsMax) {
        precondition(rowsMax > 0, "an outbox has room for a row")
        self.rowsMax = rowsMax
    }

    /// Rows that wait, as far as this process knows.
    public var rows: Int { state.withLock { $0.rows } }

    /// When the oldest of them was written, as of the last measure.
    public var oldest: Timestamp? { state.withLock { $0.oldest } }

    /// Throws when there is no room.
    func admit() throws(OutboxFault) {
        guard rows < rowsMax else { throw .full }
    }

    /// A row was committed here: the relay has something to do.
    func appended() {
        let wake = state.withLock { state in
            state.rows += 1
            return state.wake
        }
        wake?()
    }

    /// Rows were delivered and are gone.
    func deleted(_ count: Int) {
        state.withLock { $0.rows = max(0, $0.rows - count) }
    }

    /// What a look at the table found.
    func measured(rows: Int, oldest: Timestamp?) {
        state.withLock { state in
            state.rows = rows
            state.oldest = oldest
        }
    }

    /// Whom `appended` calls, on whatever thread.
    func onAppend(_ wake: (@Sendable () -> Void)?) {
        state.withLock { $0.wake = wake }
    }
}
