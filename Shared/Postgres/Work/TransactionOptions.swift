public import EventLoop

/// How a transaction is run.
public struct TransactionOptions: Sendable {
    /// What the transaction sees of others that run beside it.
    public enum Isolation: Sendable, Hashable {
        case readCommitted
        case repeatableRead
        case serializable
    }

    /// The isolation level; the default is the server's usual one.
    public var isolation = Isolation.readCommitted
    /// Whether it only reads; then the server refuses writes.
    public var readsOnly = false
    /// Whether the closure may be run again from its beginning after a serialization failure or a deadlock. What it
    /// does besides the database must be harmless twice.
    public var isRepeatable = false
    /// When the whole transaction must be over; nil is the pool's `unitTimeout` from now.
    public var deadline: MonotonicTime?

    /// The defaults, each of which can be set here.
    public init(
        isolation: Isolation = .readCommitted, readsOnly: Bool = false, isRepeatable: Bool = false,
        deadline: MonotonicTime? = nil
    ) {
        self.isolation = isolation
        self.readsOnly = readsOnly
        self.isRepeatable = isRepeatable
        self.deadline = deadline
    }

    /// The statement that begins it.
    var begin: SQL {
        switch (isolation, readsOnly) {
        case (.readCommitted, false): "BEGIN"
        case (.repeatableRead, false): "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case (.serializable, false): "BEGIN ISOLATION LEVEL SERIALIZABLE"
        case (.readCommitted, true): "BEGIN READ ONLY"
        case (.repeatableRead, true): "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case (.serializable, true): "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY"
        }
    }
}
