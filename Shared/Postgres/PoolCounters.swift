/// What one pool has done and is doing, as plain numbers: whoever exports metrics reads them on the loop.
public struct PoolCounters: Sendable, Equatable {
    /// Connections that work can be given to.
    public internal(set) var open = 0
    /// Connections that have work.
    public internal(set) var inUse = 0
    /// Units waiting for a connection.
    public internal(set) var waiting = 0
    /// Units that had to wait.
    public internal(set) var waits: UInt64 = 0
    /// Nanoseconds waited in all.
    public internal(set) var waitedNanoseconds: UInt64 = 0
    /// Units refused because too many waited already.
    public internal(set) var refusals: UInt64 = 0
    /// Units whose time was over before they were answered.
    public internal(set) var timeouts: UInt64 = 0
    /// Attempts to open a connection, and those that failed.
    public internal(set) var connects: UInt64 = 0
    public internal(set) var connectFailures: UInt64 = 0
    /// Connections that were lost.
    public internal(set) var losses: UInt64 = 0
    /// Statements sent on behalf of callers.
    public internal(set) var statements: UInt64 = 0
    /// Statements prepared.
    public internal(set) var prepares: UInt64 = 0
    /// Units: single reads, batches, and transactions that were begun.
    public internal(set) var reads: UInt64 = 0
    public internal(set) var batches: UInt64 = 0
    public internal(set) var transactions: UInt64 = 0
    /// Units that failed.
    public internal(set) var failures: UInt64 = 0
    /// Units run again after a serialization failure, a deadlock or a changed schema.
    public internal(set) var retries: UInt64 = 0
    /// Statements that we asked the server to cancel.
    public internal(set) var cancels: UInt64 = 0
    /// Units of which nobody knows whether they were committed.
    public internal(set) var unknownOutcomes: UInt64 = 0

    init() {}
}
